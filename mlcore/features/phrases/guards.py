"""Phrases that take a clause or sentence out of the count: claims, slogans, rubric words, sarcasm."""

from mlcore.features.matcher import phrases

CLAIMS = phrases(
    "claim",
    """
    empathy|empathetic|empathic|empathize|resilience|resilient|sportsmanship|perseverance|self-regulation|teamwork
    growth mindset
    active listening
    self|emotional regulation|control|awareness|intelligence
    problem solving|solver strategies|skills|skill?
    good|strong|excellent|great problem solver|listener|communicator|communication|leader
    coping|positive|effective strategies|communication|attitude|mindset
    perspective taking
    i am|have a? very? good|great|strong|kind|caring|positive|patient person|listener|attitude
    demonstrate+|show+|display+ ~ kindness|respect|responsibility|leadership|skills|character
    be a|the friend|leader|buddy|upstander|light|change
    important|essential|crucial to be|have|show|stay|never|always
    everyone|everybody|people|we|you should|must always|never|all? be|respect|treat|help
    treat others
    golden rule
    no i in team
    teamwork makes
    together everyone achieves
    believe+ in yourself|yourselves
    never give up on your dreams
    failure is not the opposite
    failure is ~ success
    first attempt in learning
    mistakes are proof
    when life gives
    think positive
    stay positive
    be kind
    kindness is
    reach+ ~ full potential
    """,
    negatable=False,
)

SARCASM = phrases(
    "sarcasm",
    """
    oh i love|loved
    oh great|sure|wow|joy
    sure jan|coach|mom|buddy
    yeah right
    as if
    boo hoo
    cry me a river
    big whoop
    how nice|sweet|touching|inspiring of?
    gold star
    what a shock|surprise|shocker|hero|joy
    thanks a lot
    so inspiring
    like a fortune cookie
    blah blah
    yada yada
    wow so
    i am so sure
    lucky me
    """,
    negatable=False,
)

PHRASES = (*CLAIMS, *SARCASM)

"""What shows a way on from a setback; and its opposite."""

from mlcore.features.matcher import NOT_OTHER, phrases

AGAIN = phrases(
    "tried_again",
    """
    try|tries|tried|trying|attempt|attempted it|that|this|them|one|out? again|anew
    try|tried again|another|different|something|new|once
    do|did|done|write|wrote|start|started|take|took|built|build|make|made|make|begin|went|go|run|ran|play|played|ask|asked|practice|practiced|study|studied|apply|applied|came|come|audition|auditioned|tie|tied|draw|drew|read|test|tested|call|called|cook|cooked|baked|bake|show|showed|work|worked|signed ~ again|over
    start|started|starting|begin|began ~ over|again|fresh|scratch|new
    redo|redid|retake|retook|rewrite|rewrote|rebuild|rebuilt|retry|retried|resubmit|resubmitted|redone|rewritten|relearn|relearned|retest|revised|revise
    took|take|did|asked ~ retake|makeup|corrections|rewrite
    corrections
    another|one|second|third|new|fresh|next try|shot|chance|way|attempt|go|time|round|tryout|draft
    second|third|fourth|fifth|next|2nd|3rd|4th|5th|last|other try|time|attempt|draft|version|day|week ~ i|we|it|was|got|made|works|worked
    different|new|another|other way|route|approach|method|strategy|plan|trick|one|path|idea|tactic
    change|changed|switch|switched|adjust|adjusted how|my|the|what|it|from ~ i|way|grip|plan|strategy|approach|study|practice|technique
    keep|kept|keeps|keeping going|trying|at|on|practicing|working|showing|playing|pushing|studying|asking|doing|running|coming|it|drawing|writing ~ going|up|it|at|until|till|and|every|to
    keep|kept|keeps|keeping going|trying|practicing|working
    stick|stuck|sticking with|to it|that|the
    did|do|would|will|am|was|not not|never ~ give|gave|quit|stop|stopped|quitting|giving|stopping ~ up|trying|going|it|though|though|me
    not giving up
    not|never done|finished yet|trying
    get|got|getting back up|on|to|at|in|into
    go|went|going|came|come back to|the|and|in|at|out|next|on|there|every|for|after
    the? next day|morning|week|time|game|season|year|practice|month|semester ~ i|we|tried|went|did|got|made|is
    ask|asked|asking|get|got|getting|need|needed|want|wanted|find|found ~ for|some|help|extra ~ help|tutoring|tips|advice|feedback|helped|practice
    ask|asked|went|go|talk|talked|see|saw|meet|met|email|emailed ~ to? P|PERSON ~ how|what|why|help|for|to|show|if|explain|which|wrong|please|where|questions|train|teach|about
    got|get|had|asked|ask P|HIM|PERSON to show|help|teach|explain|watch
    show|showed|teach|taught|explain|explained|help|helped me|us ~ how|what|it|with|the|understand|why
    tutor|tutoring|tutored|office hours
    after school ~ help|practice|extra
    it is|was|just|only one|a|1 ~ test|game|grade|quiz|day|week|bad|time|loss|match|try|fight|paper|season|part|role|mistake|shot|wednesday|chapter|class|number|failure|report|final|setback|thing
    one bad|test|game|grade|quiz|loss|setback is|was|day|grade|test|game|not|does|do
    is|was not the end|whole|forever|over|final|permanent|all|everything
    not the end
    end of the world|me|it
    there is|was|will|are always? next|another|other|be|more|still
    next year|season|time|game|match|week|one|semester|audition|round|tryouts ~ i|we|will|is|try|they|there|get|and
    bounce|bounced back
    come|comes|came back stronger|better|from
    things|it|that will|gets|get|got|is|can|would|be better|pass|easier|okay|ok|fine|fixed|get|getting|coming|grow|change
    get|gets|got|getting|doing a? better|faster|stronger|closer|easier|there|used|little
    will|would|can|could|going get|make|do|be it|there|better|next|them|fine
    will get|try|keep|practice|work
    not yet
    yet
    step|little|bit by step|little|bit
    slow|slowly but|at
    practice|practiced|practicing|studied|study|rehearsed|work|worked|train|trained|ran|drill|drilled ~ more|every|harder|extra|until|till|each|a|on|at|it|with|all
    fix|fixed|improve|improved|raise|raised|bring|brought ~ it|my|up|grade|score
    try|tried ~ different|new|another|else|instead|harder|smaller|slower|way
    for me it is just new
    figure|figured|find|found another|a|different|new|out way
    work|worked|working ~ harder|on|my|it|up
    new try|seed|start|plan|play
    running it back
    queue up
    """,
    subject=NOT_OTHER,
    strength=0.8,
    negatable=True,
)

PUSHED = phrases(
    "pushed",
    """
    make|makes|made|making me|us
    force|forced me|us
    push|pushed|drag|dragged|pulled me|us
    P say|said|says|told|goes|insisted|insist ~ i|we|finish|keep|do|go|had|have|try|get
    because|cause P say|said|says|told|make|makes|made|wanted|pay|paid
    had|have|has to
    required|insistence|mandatory|supposed
    would|will not let|lets|let me|us
    did|do|does not feel|want|even|wanna ~ like|to|it
    did|do|does not ~ want|feel ~ but
    not in the mood
    otherwise
    or else|i|he|she
    i guess
    half asleep|heartedly|hearted
    just did it
    because i|you had|have|got to
    already paid
    """,
    negatable=False,
)

LESSON = phrases(
    "lesson_carried",
    """
    learn|learned|learning|learns ~ that|to|how|from|you|it|not|i|what|is|something|about|lot|if|slow|things|why|when
    i|we learn|learned
    what i|it|we|that|losing|failing|she|he learn|learned|took|take|got|get|taught|found|changed|figured|know|tell|remember
    the thing|things|big|lesson i|that|is|was ~ learned|took|take|got|know|learn|remember|from
    teach|taught|teaches|showed|shows|reminded me|us ~ that|to|how|a|about|you|it|not|is
    lesson|lessons|takeaway|moral
    found|find|figured|figure|realize|realized|realised|know|understood|understand|discovered|see ~ that|out ~ losing|failing|failure|mistakes|getting|being|you|practice|asking|it|people|quitting|a|one|trying|means|does|takes ~ is|means|does|do|can|have|not|get|just|only|part|help|helps|teach|makes|what
    losing|failing|failure|mistakes|mistake|messing|falling|setback|rejection|practice|asking|loss|no|number|grade ~ is|are|was|means|mean|teaches|shows|tells|taught|made ~ not|how|just|information|part|data|you|me|what|only|where|about|that
    now i always|do|know|can|tell|help|use|try|ask|start|check|am|keep|go|make|never|write|practice|read|teach|take|show|look|say|study|ask|talk|work|also|still|carry|set|even|like|just|learn|have|let|wait|will|want
    now when|whenever|before|in|every|with|for|we|my|if i|we|someone|something|he|she|they|things|every|everything|it|anything
    and|so|but now i|we|im|in|when
    these days i
    the? same way|thing|trick|idea|plan|rule|method|one|with|for|in|goes|as ~ with|for|in|on|to|about|now|at|when|i|works|do|did|my|too
    same|do|did|use|used|using|try|tried|doing|works|work that|it|this|same|way ~ in|with|for|on ~ math|reading|band|class|science|other|everything|my|swimming|soccer|piano|home|work|life|too|job|writing|spanish|basketball|guitar|dance|games|driving|else|all|debate|baseball|drums|track|school|art|chess|friends|cousin
    do|did|use|used|doing|work|works|try|trying it|that|this in|with|for my|other|everything|math|band|class|school|all|any
    not just|only in|for|about|at but|its|also
    every|each single? day|night|morning|week|weekend|saturday|sunday|friday|lunch|afternoon|practice|recess|summer|evening|month|year|time ~ for|until|till|from|all|after|before|in|at|that|since|i|we|to|now|of|with
    for|about|took|takes|over|after|like ~ months|weeks|years|year|month|semester|summer
    it took|takes me|us|a|like|NUM|all|two|three|forever ~ months|weeks|years|year|month|semester|summer|long|time|tries
    all|whole|that|entire summer|winter|month|year|season|spring|semester|fall|november|october|january
    by spring|winter|summer|december|june|may|march|april|the|eighth|seventh|ninth|senior|next
    month|year|week|day one|two|after|by|four|three month|year|week|day|after|from|by
    two|three|four|five|six|NUM|couple|few months|weeks|years ~ later|of|i|and|after|now|to|practice
    i tell|told|teach|taught|help|helped|show|showed|talk|talked|coach|coached|give|gave|warn|warned ~ PERSON|HIM|kids|others|freshmen|graders|grader ~ same|it|that|do|how|too|about|to|not|through|when|with|what|now|the|you|is|keep|just|hers|his|one
    help|helping|teach|teaching|tutor|tutoring|coach|coaching|show|showing|tell|telling|coach ~ other|younger|little|new|my|the|HIS|small|some|smaller|fourth|fifth kids|people|students|brother|sister|cousin|cousins|graders|grader|players|kid|friend|friends|foster|ones|sis|bro
    make|makes|made me ~ better|stronger|more|realize|think|want|tougher|braver|careful|see|work|understand|patient
    ever since
    since then
    from then|now|that on|day
    after that i|we ~ always|never|started|kept|every
    use|used to think|believe|be|hate|panic|cry|quit|get ~~ now|but
    what changed|matters
    i know now
    i am|im glad|proud|grateful|thankful|stronger|better ~ it|that|because|happened|now|for|of
    got|get|went|is|was|am now? up|better|from|down|two ~ levels|points|to|percent|level|grade
    made|make varsity|team|it|the|jv|first ~ next|this|year|after|in|team|and
    next year|season|spring|fall|time i|we|was|got|made|came|went
    grew|grow|growing from|because|as|up|by
    better at ~ because|now|than|from
    instead of ~ i now|now
    that|which is how|what|why i ~ passed|made|got|do|learned|learn|can|know|still
    information
    proof|proves that|i|you
    worth it
    if i can ~ i can
    """,
    subject=NOT_OTHER,
    negatable=True,
)

GAVE_UP = phrases(
    "gave_up",
    """
    give|gave|given|giving|gives up
    i|just|we|so|and|then|finally quit|quits|quitted|bailed|dropped
    quit|quitting|dropped|dropping|drop ~ team|choir|band|class|chem|it|soccer|everything|school|out|club|the|going
    drop|dropped|dropping out
    i am|was|be done ~ with|trying|for|and|there
    i am|was done
    done with it|that|this|math|music|school|groups|people|them|him|her|sports|trying|everything|all
    never ~ again
    never|not going|gonna|will|trying|doing|playing|coming|try|do|play|go|be|get|speak|talk|ask|change|make ~ to|back|again|it|able|better|different|work|good|that|there|anything|anymore|this
    never going|will|be|get|change
    will|would|are|is|going always|forever|never be|was|suck|hate|like|fail|going|get|this|stay|the|that|a
    always|forever been|be|will|going|like|gonna|fail|fails|lose|loses|suck|sucks|mess ~ be|this|that|like|rigged|when|it|up|at
    stay that|this way
    can|could|will|would not ever? change|do it|anything|this|nothing
    nothing|not anything ~ change|changes|changed|works|matter|matters|different
    nothing ever
    do|does|did not change|matter anything|anyway
    i am|just|was|im not a|good|smart|the|cut|built|made|meant|any|that ~ person|enough|at|out|for|type|kind|athlete|good|one|reader|leader
    i|am|im|is|be bad|terrible|dumb|stupid|trash|horrible|awful|hopeless|worst|too ~ at|anyway|and|for|period|always|person|dumb|slow|stupid
    not smart|good enough
    no point|use
    pointless|useless|hopeless
    what|whats|is the? point
    why|what even|should|do|would|am ~ try|bother|care|i trying?
    not see the|why point|i
    stop|stopped|stopping ~ going|trying|turning|playing|doing|showing|caring|asking|raising|writing|drawing|practicing|studying|coming|talking
    have|has|had not ~ since
    not ~ anymore
    not ~ no more
    no more ~ for me
    turned in my|the jersey|uniform|singlet|gear
    refuse|refused to? ~ do|go|try|talk|it|again|play
    rigged|unfair|hates|hate|unlucky|cheated|blind
    P hate|hates|hated me
    P always|just pick|picks|picked HIS|on
    P is|was out to get
    it|that was|is|not P|HIM|the fault|teacher|teachers|ref|refs|referee|judge|coach ~ fault|s|not|hates
    blame|blamed the|P|it|HIM
    people like me
    not worth it
    walk|walked|stormed|left ~ off|out ~ and|never|for|quit|did
    threw|throw|tossed|deleted|delete|sold|sell|burned|trashed ~ away|it|trombone|guitar|everything|game|out|trash|garbage
    skip|skipped|skipping|ditched|avoid|avoided|avoiding ~ it|class|practice|that|him|her|them|every|now|rest
    hide|hid from|in
    going to fail|lose|flunk|suck
    will fail|lose
    not care ~ anymore|about|if|i
    already over|lost|failed
    over for me
    that is that|it
    i meant it
    cannot do it|this|that
    can not do it|this|that|anything|math
    i can not ~ so
    transfer|transferred|switched schools|out
    rather not|fail|quit|stay
    """,
    subject=NOT_OTHER,
    negatable=False,
)

PHRASES = (*AGAIN, *PUSHED, *LESSON, *GAVE_UP)

# ruff: noqa: E501 (rows of data)
"""What shows that another person is seen, understood and answered; and its opposite."""

from mlcore.features.matcher import ANY_SUBJECT, NOT_OTHER, OTHER_ONLY, SELF_ONLY, phrases

PERSPECTIVE = phrases(
    "perspective_taking",
    """
    P feel|feels|felt like|as if? P|nobody|no|everyone|everybody|it|she|he|they|i
    P think|thinks|thought|figure|figured|figures|believe|believed|believes|assumed|assumes that? P|it|nobody|everyone|i|we|her|his|their|my
    P do|does|did not want|like ~ to|people|anyone|anybody|nobody|everyone|me|us|you|HIM|it
    P do|does|did not want nobody|no
    P want|wanted|wants someone|somebody|people|everyone|me|us|nobody|HIM to
    P want|wanted|wants to feel|be|fit|belong|seem|look|matter|show|prove|hide|know|see
    P need|needs|needed someone|somebody|space|time|help|room|a|to|people|it|me|us|quiet
    P would|will|might|may|could feel|think|be|get|hate|die|worry|miss|cry|freak|blame|assume|wonder|want|have ~ FEELING|like|that|everyone|look|it|bad|i|about|to
    P would|will|might have|has felt|been|thought|hated
    P would|will|might hate|die|worry|feel|wonder
    P worry|worried|worries|afraid|scared|fear|feared|fears ~ that|about|of|to|P|it|i|if|everyone|nobody|HIM
    P is|was|were|are worried|worry|afraid|ashame|embarrass|scared|embarrassed|ashamed|nervous|proud|jealous|terrified|mad|sad|upset|hurt that|to|if|when|nobody|everyone|P|i
    P is|was|were|are worried|worry|afraid|ashamed|embarrassed|nervous|proud|jealous|scared|mad|sad|upset|hurt ~ about|of ~ HIS|how|what|losing|being|having|getting|the|people|messing|me
    P is|was|were|are the|a type|kind|person of? who|that|person
    P is|was|were|are trying|hoping|wishing|hiding|pretending|faking|waiting|struggling|dealing|wondering|missing|acting to|for|that|it|like|with|HIS|not|he|she|they
    P try|tries|tried to hide|act|look|pretend|smile|laugh|seem|be
    P pretend+|hid|hide|hides|hiding ~ it|that|to|like|HIS
    P act|acts|acted like|tough|fine|okay|normal|as|happy|mad|cool
    P smile|smiled|laugh|laughs|laughed so|when|but|to|like
    P know|knows|knew ~ would|that|is|was|everyone|nobody|people|i
    P do|does|did not know|understand|get|mean|realize what|how|why|that|it|any|to|where|who|HIS|the|if
    P hate|hates|hated|love|loves|loved|like|likes|liked ~ when|being|attention|to|that|it|loud|crowds
    P had? miss|misses|missed HIS|HIM|home|being|the
    P is|was|were|are used to
    P is|was|were|are going through
    P is|was go|goes|went through
    P have|has|had a lot|stuff|things|something|so|too|problems|trouble|hard ~ going|home|on|time|at|with
    P have|has|had HIS own reasons|side|problems|stuff|life
    P have|has|had to watch|take|work|deal|move|help
    something ~ going on|wrong with|at|in|for HIM|home|HIS
    P might|could|must have|be|need|want|feel going|been|had|a|something|some|help|to|too|so|just
    i get|got|getting|understand|understood|see why|how|that|where|what P|HIS|HIM
    i understand|understood|get|got P|HIM
    i can|could|do see|understand|tell|imagine|get why|how|where|that P|HIS
    put|imagine|picture+ myself|yourself in
    in HIS shoes|place|position|situation|spot
    if i was|were HIM|he|she|they
    if i was|were|am in HIS
    if it|that was|were|is|happened me|to
    from HIS side|view|perspective|point|eyes
    the way P see|sees|saw|think|thinks|feel|feels
    HIS side|view|point of|the view|story
    for HIM it|that is|was|felt|feels|means
    to HIM it|that is|was|felt|feels|means|meant
    mean|means|meant ~ to HIM
    make|makes|made|making HIM feel|look|think|worry|seem|sound|remember
    make|makes|made|making P feel|look|think|worry
    i know how|what it|that|P|he|she feels|felt|is|was|like|feel
    i know that feeling
    i been there
    i have been there|HIM
    same thing|happened happened to me
    that|it was me once|last|when|before|in
    i felt that
    used to be me|like|HIM
    not lazy|mean|rude|dumb|stupid|stuck-up|weird|stuck|bad ~ P|just|scared|tired|shy
    on the inside|surface
    under|underneath|behind ~ anger|smile|attitude|it|that|mad P|HIS|was|is|he|she
    deep down|inside P
    inside P is|was|feel|feels|felt
    must be|have|feel|been ~ hard|tough|scary|rough|lonely|awful|sad|embarrassing|hurt|hurting|felt|feel
    must of|have felt|hurt|been|thought|wanted
    hard|tough|scary|rough|weird|lonely|different for HIM
    everybody|everyone|people|they|nobody ~ looking|staring|watching|laughing|talking at|about HIM
    in front of everyone|everybody|people|HIM|the|HIS|whole
    so|that no nobody|people|one would|could|can see|know|notice
    both of them|us feel|felt|want|wanted|were|was|are|had|think|thought
    each of them|us
    what P need|needs|needed|want|wants|wanted|feel|feels|felt|think|thinks|thought|mean|means|meant
    how P feel|feels|felt|must|would|might|think|sees|was|is
    why P do|does|did|is|was|feel|feels|felt|got|get|say|said|act|acts|acted|left|cried|never
    P only|just|really do|does|did|say|said|act|acts it|that|this because|when|if
    P only do|does|did|say|said|act|get|gets|got ~ when|because|if
    P take|takes|took it hard|personal|personally
    P might|must|could|may be ~ FEELING
    P is|was|has|had been through
    where P is|was|are|were coming from
    both|two|other sides
    P see|sees|saw it as|different|differently|like
    P is|was|were thinking|wondering|hoping|expecting
    in HIS mind|head|eyes|heart
    P take|took|takes it as|like|wrong|the
    P count|counted|depends|depended|relied|looked|looks|looking on|forward ~ me|us|it|to|this
    P had|has worked|practiced|waited|saved|studied|trained|planned ~ for|all|so|every|hard
    important|special|big|hard|scary to|for HIM
    P hold|holds|held ~ in
    P joke|jokes|joked|laughs|smiles ~ because|so|when|but
    P do|does|did not say|show|admit ~ but
    P would never say|admit|tell|ask|show
    even|although|though P said|says|acted|acts|smiled|laughed|looked ~ fine|okay|ok|happy|nothing|but
    P said|says|say P was|is|were|am fine|okay|ok but
    P would|will rather|prefer|prefers
    P prefer|prefers
    P do|does|did not like ~ when|to|being|attention|people|loud|crowds|it
    P can|could not help ~ it|that|being
    P do|does|did not do it on purpose
    P do|does|did not mean it|to|anything|that
    not HIS fault P|that|because|if|he|she|they
    P is|was|were|are having ~ hard|bad|rough|tough
    P is|was just? new|shy|little|different
    P do|does|did not know|have|speak ~ anyone|anybody|english|friends|nobody|no
    P have|has|had no|nobody|zero one|friends|else|person|to
    never had HIS own
    P feel|feels|felt ~ left|invisible|replaced|betrayed|used|rushed|pressure|responsible|caught|torn|stuck|outnumbered
    stuck|caught|torn between
    P need|needed|needs to ~ feel|know|hear|cry|vent|talk|be|see
    while|but P is|was|were|felt|wanted|thinks|thought ~ FEELING|wanted|something|more
    if i say|said|told|do|did|ask|asked|make|made|went ~~ P would|will|might|feels|gets
    P is|was afraid|scared|worried|nervous ~ people|that|if|to|of
    how it|that feels|felt|looks|looked|sounds|sounded|must to|for|like|from HIM|HIS|P
    P is|was the only one|kid|girl|boy|person who|that|with|without
    """,
    subject=ANY_SUBJECT,
    negatable=False,
)

WANTS = phrases(
    "perspective_taking",
    """
    P want|wanted|wants|wish|wished|wishes|hoped|hopes|hope to|for|it|that|P
    P need|needs|needed
    P care|cares|cared about|that|how|what
    P look|looks|looked|seem|seems|seemed like
    """,
    strength=0.5,
)

FEELING = phrases(
    "feeling_named",
    """
    FEEL ~ FEELING
    is|was|were|are|be|being|am|been ~ FIRM
    is|was|were|are so|too|all|real|mad|hella|a|visibly FEELING
    get|gets|got|getting|become|became|went|go|goes|going ~ FIRM
    SEEM ~ FEELING
    left out
    let down
    SHOWN
    burst ~ tears
    almost|nearly cried
    about to cry|bawl
    start|started|starts to? cry|crying|tearing
    in tears
    tears in|down|on|came
    tear+ up
    choked up
    got|went|gets|goes|was|is quiet|silent|red
    head down
    hung|hangs HIS head
    hood up|strings
    look+|looking|stare+|staring ~ at|to|down ~ floor|shoes|shoe|ground|feet|desk|table
    feelings hurt|got|were
    would not|did not look|come|talk|eat at|out|to|up|anything
    voice cracked|shook|shaking|broke|cracking
    eyes ~ watery|watering|wet|red|filled|filling|teary
    face ~ fell|dropped|red|sad|fall|drop|went|goes|sank
    lip ~ quiver|shake|trembled|shaking
    going through it
    having a ~ bad|hard|rough|tough day|time|week
    """,
    subject=OTHER_ONLY,
)

FEELING_CAUSED = phrases(
    "feeling_named",
    """
    make|makes|made|making HIM ~ FEELING
    make|makes|made|making HIM cry|feel
    hurt|hurts|hurting HIS feelings
    hurt|hurts|hurting HIM
    embarrass|embarrassed|embarrassing|upset|scared|annoyed|bothered|humiliated|shamed HIM
    break+ HIS heart
    P felt|feels|feel|was|were|is|are ~ left out|alone
    P felt|feels|feel FEELING
    see|saw|tell|notice|noticed|know|knew|think|thought P felt|feels|feel|was|is|were|are ~ FEELING
    P|HIS feelings
    tears in|down|on|from HIS
    how sad|upset|hurt|scared|mad|lonely P
    """,
    subject=ANY_SUBJECT,
)

REASON = phrases(
    "feeling_reason",
    """
    FIRM that|because|cuz|since ~ P|nobody|everyone|it|i|HIS|we|the
    FEELING ~ because|since P|HIS|nobody|everyone|it|the|i|we|HIM|of|no|there|that|people|one|someone|my|you
    afraid|scared|worried|nervous|terrified P|i|it|nobody|everyone|HIS|people
    embarrassed|ashamed|proud|scared|afraid|tired|jealous|sick|guilty about|of|to|for|that ~ being|HIS|having|how|what|losing|getting|P|me|everyone|ask|say|going|the
    cry|cried|cries|crying|quiet|shy|mad ~ because|since
    feel|feels|felt like P|nobody|everyone|it|the|a|no|i|he|she|they
    """,
    subject=OTHER_ONLY,
)

BECAUSE = phrases(
    "because",
    """
    because
    ^ since P|it|HIS|nobody|everyone
    """,
    negatable=False,
)

REASON_ANY = phrases(
    "feeling_reason",
    """
    no wonder P
    that|this|which is|was why P
    i know|knew|get|understand|see|saw|understood why P
    the reason P
    reason is|was P|HIS|that
    because P feel|feels|felt|think|thinks|thought|want|wants|wanted|know|knows|knew|figured|hate|hates|hated|believed|promised|miss|misses|missed|worry|worries|need|needs|needed
    because P would|will|might feel|think|be|get|hate|die|have|worry
    because P is|was|are|were|got|get|gets ~ FEELING|new|trying|used|the|only|going|hurt|left|sick
    because P do|does|did|would|is|was|can|could not want|know|have|like|understand|feel|get|speak|see|ready|think
    because P had|has|have ~ to|no|a|been|never|nobody|HIS|just|lost
    because P lost|worked|works|practiced|moved|tried|spent|paid|broke|missed|drove|came|comes|lives|just
    because HIS mom|dad|brother|sister|parents|family|grandma|grandpa|friend|friends|dog|cat|house|father|mother|aunt|uncle|best|whole|feelings|leg|ankle|language|english|accent|voice|cousin|baby|little|old
    because nobody|no|everyone|everybody|people ~ HIM|wanted|talked|asked|laughed|noticed|stared|was|told|picks|picked
    so P figured|thought|felt|thinks|feels|was|is ~ FEELING|nobody|everyone|that|he|she|they|it|like
    so it|that must hurt|be|have|feel
    P figured|thinks|thought|felt ~ would|was|is|had|did not|everyone|nobody ~ HIM|mad|hate|laugh|fault|there|want|care|ashamed
    P only ~ because|when
    not because ~ but because
    not lazy|mean|rude|dumb|stupid|stuck-up ~~ P is|was
    since P|HIS ~ had|has|is|was|lost|got|never|moved|worked
    because of HIS
    because i|we had|made|said|told|forgot|left|laughed|ignored|did ~ HIM
    because it is|was HIS first|only|last|favorite|fault|mom|dad|dream|birthday
    because people|everyone|kids|they|someone|somebody kept|were|was|is|are|called|said|made|always ~ HIM|fun|mean
    because P did|does not get|want|have|know|understand|make|like|think|feel
    because P is|was afraid|scared|worried|embarrassed|ashamed|nervous|proud|tired|jealous|homesick|lonely|hungry|stressed
    which|that made|makes|make HIM ~ feel|think|sad|mad|cry|nervous|embarrassed|quiet
    which is why P
    that is|was the reason P
    P do|does|did that|it because
    P is|was|felt ~ FEELING after|when ~ HIS|P|everyone|people|nobody|the|they|we|i|losing|being
    P act|acts|acted ~ because
    it reminds|reminded HIM of
    the|a reason is|was|that ~ P|HIS
    so P would|will|do|does|did not have to be|face|see|feel|tell|show|deal
    """,
    negatable=False,
)

TAILORED = phrases(
    "fitting_response",
    """
    so that? P would|will|do|does|did|could|can|might not ~ feel|have|get|be|look|think|worry|know|see|stand|lose|sit|embarrassed
    so that? P would|will|could|can|might feel|know|have|get|be|not|still|see|keep|save|eat|sit|think|talk|join
    so that? P do|does|did not feel|have|get|look|think|worry|need
    so that? HIS|nobody|no|everyone|people would|will|could|can
    so people|nobody|no|everyone|everybody would|will|do|does|did ~ stare|look|laugh|know|see|HIM
    without making|embarrassing|calling|everyone|everybody|putting ~ HIM|P|looking|out
    not ~ in front of everyone|everybody|people|the|HIM|HIS
    say|said|tell|told|ask|asked|talk|talked|do|did|give|gave ~ HIM ~ in? private|privately|alone|quietly|after|later
    in private
    when nobody|no one? else? was|is|were looking|around|there|watching
    pull+|take+|took HIM aside
    instead of making|asking|calling|telling|saying ~ HIM|P|everyone|anything
    because P hate|hates|hated|would|do|does|did ~ not|attention|feel|like|want|being
    i know|knew P hate|hates|hated|like|likes|liked|need|needs|needed|would|wanted
    i did not say|tell|make|ask|want|laugh|push|let ~ because|so|anything|HIM|near
    did not want HIM to feel|be|think|get|have
    pretend+ ~ so P
    act+ like it was not|no
    said|say|told it was my|me|for
    what HIM|P need|needs|needed ~ so|i
    P ~ not a crowd|speech|big
    let HIM ~ have|keep|be|go|talk|sit|choose|pick|cry|cool|finish|explain|do|play|know
    gave|give|giving HIM ~ space|time|room|privacy|minute
    did not push|rush|force|make|bring|mention|say|laugh|ask ~ it|HIM|up|anything|about|because|so ~ HIM|because|so|P|until
    when P was|is|were ready|alone|calm|done
    wait|waited until|till P was|were|is|felt|finished|stopped|calmed ~ ready|alone|calm|talking|crying|done
    only told|tell|said|say ~ HIM
    where nobody|no one? could|would|can see|hear
    without anybody|anyone|everyone|people|making|asking ~ seeing|knowing|looking|hearing|HIM
    so nobody|no one? would|could ~ laugh|look|stare|see|notice
    in a way that|P
    because that is what P|helps|HIM
    because P need|needs|needed|like|likes|liked|love|loves|loved|prefer|prefers|wanted|wants|get|gets
    HIS favorite ~ because|so|song|snack|game
    just|only sat|sit|listened|stood|walked ~ HIM ~ because|so|without|instead
    gave|give HIM the|a choice|option|chance|job|part|turn ~ that|so|to|because
    asked HIM what ~ need|needed|want|wanted|help|helps|like
    talked to HIM|P ~ alone|separately|first|differently
    to|with HIM|P|PERSON ~ but|and to|with HIM|PERSON
    in HIS language
    """,
    subject=NOT_OTHER,
    negatable=False,
)

ANSWERED = phrases(
    "fitting_response",
    """
    tell|told|telling|said|say|texted|text|write|wrote ~ HIM that? it|that is|was|will|would|does|did|happens ~ okay|ok|fine|fault|alright|not|cool|normal|hard|happen|me|on|okay|matter|happens
    tell|told|telling|said|say ~ HIM|to that? i|we was|were|am|are|had|have|felt|feel|been|get|love|need|like|want|wanted|understand|know|missed|would|will|believe|also|got|could
    tell|told|telling|said|say to? HIM that? P|you|he|she|they did|do|could|can|is|are|was|were|should|will|would|have|has|had|played|got ~ good|great|best|well|join|sit|play|come|nice|fine|with|okay|in|invited|welcome|part|better|smart|funny
    tell|told|telling|said|say ~ good|great|nice game|job|try|work|season|shot
    tell|told|telling|said|say not ~ fault|alone|worry|cry|big
    tell|told|telling|said|say ~ nobody|no|not ~ mad|blaming|fault|care
    not your|HIS fault
    your turn next
    apologize+ ~ to|for|HIM
    say|said|told|tell HIM? ~ sorry
    ask+ HIM ~ if|what|how|whether|why|about|to|for|wants|want|sit|join|play|come|are|okay|does|would|who|which
    ask+ if|what|how|whether P is|was|want|wanted|wants|need|needs|needed|could|would|okay|ok|felt|had
    are|you you|good|ok|okay good|okay|ok|alright|u
    sit|sat|sitting|stand|stood|walk|walked|stay|stayed|eat|ate|hang|hung|lay|lie|play|played|go|went|talk|talked|chill|chilled|wait|waited|work|worked|partner|partnered|team|teamed ~ next|by|with|near|beside|alongside|over to? HIM
    sit|sat|stand|stood|stay|stayed|lie|lay|went next|down|over to|by|with|beside HIM|P
    help|helped|helping|helps HIM
    help|helped|helping|helps HIS|P ~ with|to|get|find|up|feel|learn
    invite+ HIM
    include+ HIM
    pick|picked|pick|chose|choose HIM first|for|to|as|because|on
    bring|brought|carried|carry|made|make|drew|draw|wrote|write|bought|buy|lend|lent|gave|give|offered|offer|save|saved|handed|hand|show|showed|teach|taught|read|translate|translated|sent|send|share|shared ~ for|to|with HIM
    gave|give|lent|lend|offered|offer|brought|bring|made|make|bought|buy|handed|showed|show|taught|teach|saved|save|wrote|write|sent|send HIM a|an|my|the|half|some|how|what|where|one|something|it|another|around|that
    comfort+|hug|hugged|console+|cheer+|encourage+|reassure+|support+|thank+|defend+|welcome+ HIM
    check|checked|checking up? on HIM
    check|checked in with HIM
    listen|listened|listening ~ to HIM
    text|texted|call|called|dm|dmed|message|messaged|facetimed HIM ~ and|first|to|later|after|that|if
    stick+|stood|stand up for HIM
    walk|walked HIM ~ home|out|to|over
    scoot|scooted|move|moved|made|make ~ over|room|seat|space|chair ~ HIM|P|for|so
    make|made HIM laugh|smile|comfortable|feel|included
    want|wanna come|sit|play|join with|us|me
    come sit|play|join|eat with|us|over
    wait|waited for HIM
    keep|kept HIM company
    distract|distracted HIM
    got|get HIM a|some|to|out|water|ice|laugh|the
    hold|held HIS hand
    high five|fived HIM
    pat|patted|rub|rubbed HIS back|shoulder
    smile|smiled|wave|waved|nod|nodded at|to HIM
    trade|traded|switch|switched seats|spots|partners|places ~ with|so HIM|P
    let HIM go|win|borrow|use|have|hold|try|pick|choose|lead|be ~ first|mine|my|it|the|one|turn
    play|played HIS game
    pick|picked up HIS
    ask|asked|told|tell ~ friends|group|team|them|others|coach|teacher ~ to|if ~ let|stop|include|add|give|leave|knock|quit ~ HIM
    told|tell|said ~ them|everyone|guys|kids ~ stop|knock|quit|leave ~ it|HIM|off|alone
    that is not cool|funny|okay|ok|nice
    back|backed HIM up
    had HIS back
    introduce|introduced HIM|myself
    learn|learned HIS name|language|words
    learn|learned how to say ~ HIS|in
    cover|covered for HIM
    change|changed the subject
    stick|stuck with HIM
    do|did it|that|this with HIM
    thank|thanked HIM
    want|wanted HIM to know|feel|be|have
    would tell|ask|sit|give|help|invite|show|include|let|bring|text|call|talk|listen|offer|check|say|make ~ HIM
    are you|u? okay|ok|alright|good
    you can|could ~ sit|play|join|come|use|have|work|eat|talk
    you are|were not alone|dumb|stupid|bad|wrong|the only
    it is|was not your|his|her|their fault
    do not worry|feel bad|sad
    i know how|what you feel
    me too|neither
    take your time
    i am here for|if you|HIM
    we still|all love|like|need|want HIM|you
    """,
    strength=0.6,
    subject=NOT_OTHER,
)

DISMISSAL = phrases(
    "dismissal",
    """
    not my|our problem|business|job|concern|fault|department|issue|circus|kid|responsibility|drama
    none of my business
    do|does|did|could|would not care
    do|did|does not ~ care about|how|what|why|if|that HIM|HIS|P
    not care less
    who cares
    nobody|no care|cares about|that|if|how
    nobody|no one? wants|want to hear|see HIS|that|it
    not that deep
    skill issue
    cry about it
    stay|stays mad
    play|playing|plays|played the? victim
    for attention
    attention seeking|seeker|seekers
    over reacting|reacted
    overreact|overreacted|overreacting|exaggerating
    that is|was on HIM
    HIS own affair|business|problem|choice
    i thought|said|like good|whatever|boo|so
    got|get my own problems|stuff|life
    have|had my own problems|stuff|life
    P should get a|over life|hobby|grip|it|help
    P made a? big|such deal
    P started|start it
    P wrong and|so|not
    we all|are|got all? problems|lonely|tired|busy
    it was|is funny|hilarious
    nobody helped|asked|cared|felt me|for
    did|do not mourn|feel|cry|lose for|sleep|bad
    why should|would i care
    what do i care
    get over it|himself|herself|themselves|yourself
    boo hoo
    cry|cried me a river
    crybaby|crybabies|drama|snowflake|whiner|loser|losers|pathetic|pitiful|whiny|melodramatic
    cry baby
    dramatic
    being a baby|wimp|drama|crybaby
    a her|him|you|them problem
    HIS problem|loss not|now
    all|100|totally|completely HIS fault
    blame|blamed|blaming HIM
    P deserve|deserves|deserved it|that|to|what
    P had|has it coming
    had it coming
    serve|serves|served HIM|you right
    P should feel|be ashamed|bad|it
    P will|can live|survive|deal|cope|get
    P ask|asked for it
    too bad|sad for HIM
    tough luck|cookies
    do|did|does not feel|felt ~ bad|sorry|sad|nothing|anything
    still do not feel bad|sorry
    felt|feel nothing
    man up
    suck it up
    grow up
    toughen up
    whatever happened to HIM
    stop|stopped|quit crying|whining|complaining
    not lose|lost|losing sleep
    left HIM|it hanging
    did not|never think|thought about HIM ~ much|past|feelings
    do|does|did not matter to me
    HIS feelings|reasons do|does|did|are|is not
    not here to make|be friends|HIM
    could not care
    i have|had enough people|friends|problems
    do|does|did not want|wanna hear it|HIS
    not trying to hear
    P ruin|ruined|ruins|wrecked ~ it|everything|us|game|my
    because of HIM we
    P is|was|are|were bugging|annoying|bothering me|us
    get|gets|got on my nerves
    not a daycare|therapist|babysitter
    not daycare|therapy
    P suck|sucks|sucked
    hate|hated|hates HIM
    oh well
    good riddance
    P can|could cry|choke|rot
    good cry
    i do not like HIM
    find|found irritating|annoying|pitiful
    """,
    negatable=False,
    subject=ANY_SUBJECT,
)

DISMISSAL_OWN = phrases(
    "dismissal",
    """
    make|made|making fun of
    laugh|laughed|laughing at|in HIM|HIS
    i laughed at|so|when|because|and|too
    roast|roasted|roasting|clowned|mocked|teased|tease|mimicked|cooked HIM
    tell|told|said ~ HIM|to get|shut|quit|move|grow|stop|man|leave|go|suck ~ crying|away|up|being|lost|it
    get lost
    shut up
    ignore|ignored|ignoring HIM
    i rolled my eyes
    step|stepped|walk|walked over|past|around HIM
    call|called HIM ~ baby|loser|stupid|dumb|names|idiot|crybaby|weirdo|fat|slow|trash|lazy
    told|tell HIM so
    told|tell ~ HIM ~ not my|care
    left HIM there|alone|crying|standing|out|hanging
    kept walking|eating ~ past|away
    would not|never let HIM
    did not let HIM
    do|did|does not like HIM
    """,
    subject=SELF_ONLY,
    negatable=False,
)

DISMISSAL_SAID = phrases(
    "dismissal",
    """
    that|it is|was HIS problem|loss|fault|business|choice|own
    HIS own fault
    P is|was|are|were|being such|a|so|too|just|all? a? baby|annoying|weak|soft|whiny|lame|loser|clown|trash|useless|idiot|weirdo|fake|dramatic|irritating|babies|losers|cringe|childish|sensitive|pathetic|pitiful|ridiculous|crybaby|dumb|stupid
    P need|needs to get|grow|toughen|move|man|stop|deal
    """,
    subject=ANY_SUBJECT,
)

PHRASES = (
    *DISMISSAL_OWN, *DISMISSAL_SAID, *PERSPECTIVE, *WANTS, *FEELING, *FEELING_CAUSED, *BECAUSE, *REASON, *REASON_ANY, *TAILORED, *ANSWERED, *DISMISSAL,
)  # fmt: skip

# ruff: noqa: E501 (rows of data)
"""What shows that the own attention, feelings, impulses and time are steered; and its opposite."""

from mlcore.features.matcher import NOT_OTHER, SELF_ONLY, phrases

STATE = phrases(
    "state_noticed",
    """
    MY BODY ~ SIGN
    MY BODY is|was|were|are|went|goes|go|gets|got|felt|feels|feel|started|starts|start|kept ~ SIGN
    MY BODY start+|kept|was|were|is|are|went|hurt|hurts|sank|dropped
    feel|felt ~ MY|the BODY|heat|face|tears|heart|anger
    feel|felt|feeling it|myself ~ coming|getting|come|building|rising|boil|shaking|slipping|start|starting|about|go|wanting
    i feel|felt|was|am|got|get|become|became|start|started|feeling ~ FIRM
    i was|am|got|get|felt|feel so|real|mad|all|hella|kind FEELING
    want|wanted|wanting to cry|yell|scream|hit|punch|throw|quit|leave|run|fight|slap|break|shout|cuss|rip|kick|snap|explode|disappear|hide|give ~ but
    try|tried|trying|tries ~ calm|chill|relax|cool|focus|ignore|hold|breathe|stay|calmly|composed|toxic|patient|concentrate|polite|forget|distract|not
    try|tried|trying not to ~ cry|yell|scream|look|say|think|be|get|laugh|let|show
    tell|told|telling myself|me to? ~ calm|chill|relax|focus|stop|hush|breathe|not|ignore|be
    hold|held|kept|keep|keeping it|back|my ~ in|back|together|cool|calm|mouth|tears|tongue|temper
    bite|bit|biting my tongue|lip
    stay|stayed|staying|remain|remained|keep|kept|keeping calm|cool|chill|composed|quiet|focused|patient
    keep|kept my cool|composure|calm
    calm|calmed|calming down|myself
    cool|cooled down|off
    shake|shook|shaking it off
    let|letting it go
    control|controlled|controlling myself|my|it
    made myself
    force|forced myself
    take|took it easy
    stop|stopped|resist|resisted myself
    about to cry|yell|lose|explode|swing|snap|scream|punch|burst|go|cuss
    almost cried|yelled|screamed|hit|threw|lost|punched|snapped|exploded|started|swung|cussed|said
    i could|can tell|feel|hear|see i|myself|my
    bug|bugs|bugged me
    get|gets|got|getting distracted|sidetracked|off|hyper|antsy|fidgety|bored|worked|riled|heated
    mind|brain|attention wanders|wander|wandered|drifted|drifts|off
    butterflies|knot|knots|pit|lump|rock in|tightness my|the
    tears ~ coming|burning|up|eyes
    blood boil|boiling|boiled|pressure
    seeing|saw red
    fuming|boiling|steaming|panicking|spiraling|freaking|overthinking|shutting|melting
    mind|brain|head went|goes|was|is|gets|felt blank|racing|spinning|foggy|static|loud|everywhere
    i can|could|will|would|start|started ~ feel|tell|notice ~ it|myself|mad|getting|anger|heat|my
    i get|got ~ when|if|before P|people|it|i|things|someone
    part of me|my wanted
    wanted|want|felt|tempted|itching|dying to ~ quit|yell|scream|check|look|hit|punch|leave|cry|run|say|throw|snap|grab|argue|text|fight
    feel|felt|feeling like ~ yelling|screaming|crying|quitting|hitting|punching|throwing|exploding|running|hiding
    try|tried|trying|tries to ~ be|act|keep|look|think|sit|wait ~ calm|nice|cool|still|quiet|patient|positive|strong|normal|good
    try|tried|trying my best|hardest to|not
    not let|letting it|myself|him|her|them ~ get|bother|to
    ignore|ignored|block|blocked ~ it|him|her|them|noise|out
    had|have to hold|stop|control|remind|force|catch|calm ~ myself|back|it|me
    """,
    subject=SELF_ONLY,
    strength=0.6,
)

STRATEGY = phrases(
    "strategy_used",
    """
    count|counted|counting ~ to|backward|backwards|down|from|by|slowly|tiles|cars|NUM|every|the|all|breaths|ceiling|numbers|seconds
    deep|slow|big breath|breaths|breathing
    take|took|taking ~ breath|breaths|breather
    breathe|breathed|breathing|breath ~ in|out|through|slow|slowly|deep|deeply|from|NUM|into|like|exercise|box|nose|times
    in for NUM
    inhale|inhaled|exhale|exhaled
    box|square|belly breathing|breath
    walk|walked|walking|went|go|step|stepped|stepping ~ away|outside|off|out|QUIETPLACE ~ from|and|until|till|before|so|when|instead|cool|calm|air
    walk|walked|stepped|step|went away|outside|off
    go|went|going for a? walk|run|ride|jog|drive|lap|swim
    take|took|taking|ask|asked ~ walk|break|lap|laps|minute|second|timeout|time-out|shower|nap|drink|pass|breaks|moment
    splash|splashed|run|ran|held|hold|put|rinse|rinsed|wash|washed ~ cold water|ice
    cold water
    drink|drank|sip|sipped|get|got|went|go|take|took|grab|grabbed|ask|asked ~ water
    put|puts|putting|leave|left|leaving|keep|kept|hide|hid|lock|locked|give|gave|hand|handed|stick|stuck|throw|threw|charge|plug|sit|sat|set ~ DISTRACTION ~ APART|down
    DISTRACTION is|was|goes|stays|lives|go|stay|went|in|on|under|facedown|face ~ APART|down
    give|gave|hand|handed|hands ~ DISTRACTION|it|keys to? PERSON|HIM
    turn|turned|shut|switch|switched ~ off|silent|mute|airplane|disturb|down
    turn|turned ~ DISTRACTION ~ off|over|down
    mute|muted|silence|silenced|delete|deleted|block|blocked|log|logged ~ it|myself|chat|app|notifications|DISTRACTION|off|out|everything|server
    do not disturb
    airplane|focus|silent mode
    face down ~ so|and|until|till|in|on|while|when
    set|sets|setting|use|used|start|put ~ timer|timers|alarm|alarms|stopwatch|clock
    minute|minutes timer
    pomodoro
    put|puts|kept|keep|keeping|sit|sat|shove|shoved|stuffed ~ MY hands|hand|hood|head|earbuds|headphones|airpods|forehead|fists|arms|feet|face ~ in|on|under|up|behind|down|over|against|together|pocket|between
    sit|sat|sitting on MY hands
    hood up
    squeeze|squeezed|squeezing|clench|clenched|grip|gripped|rub|rubbed|rubbing|chew|chewed|chewing|bite|bit|biting|tap|tapped|tapping|press|pressed|hold|held|holding|pinch|pinched|push|pushed|twist|twisted|tear|tore|tearing|rip|ripped|ripping|click|clicked|spin|spun|roll|rolled|pull|pulled|snap|snapped|sucked|suck|pick|picked|play|played ~ FIDGET
    listen|listened|listening|put|play|played|played|blast ~ music|song|songs|track|album|playlist|headphones|earbuds
    headphones|earbuds|earplugs on|in
    with music|headphones|earbuds|earplugs
    journal|journaled|journaling|doodle|doodled|doodling|knit|knitted|meditate|meditated|hum|hummed|humming|stretch|stretched|pushups|pray|prayed|praying|pace|paced
    push ups|up
    jumping jacks
    wall sits|pushes
    wrote|write|writing|type|typed|typing ~ it|everything|what|that|out|down|feelings|note|notes|journal|diary|letter|speech ~ down|out|in|and|did|but|then|on|not|instead|threw|ripped
    draw|drew|drawing|color|colored|coloring ~ until|till|instead|so|when|while
    move|moved|moving|change|changed|switch|switched|scoot|scooted ~ seat|seats|spot|desk|desks|back|away|table|row
    sit|sat|sitting|stand|stood|stay|stayed|work|study|worked|studied ~ away|far|farther|front|back|corner|alone|aisle|door|other ~ from|so|because|where|by
    sit|sat|stand|stood|lie|lay ~ outside|floor|stairs|steps|by|door|alone ~ until|till|for|and|so
    say|said|saying|tell|told|telling|repeat|repeated|repeating|whispered|whisper|think|thought ~ to|in myself|myself|head|my ~ NUM|it|this|that|one|ok|okay|not|you|i|over|dont|slow|head|just|words
    say|said|repeat|repeated|whisper|whispered to|in myself|my
    slowly slowly
    close|closed|closing|shut my eyes
    picture|pictured|imagine|imagined|think|thought|thinking of|about? ~ beach|happy|else|place|good|ocean
    read|reading ~ same|standing|slow|aloud|out
    bit|bite|squeezed|held|put ~ until|till MY|i|it
    ask|asked|raise|raised ~ break|minute|pass|hallway|bathroom|counselor|space|move
    punch|punched|scream|screamed|yell|yelled|hit ~ into? a|my|the pillow|pillows|bag|mattress
    lift|lifted|shoot|shot|dribble|dribbled|run|ran|ride|rode|swim|swam|bike|skate|split|splitting|chop|mop|mopped|sweep|swept|dig|scrub|scrubbed ~ until|till|instead|minutes|laps|hoops
    narrate|narrated|sing|sang|singing ~ to|it|in|like|song|under|myself
    hug|hugged|pet|petted|petting ~ dog|cat|pillow|bear|stuffed
    eat|ate|chew|chewed|suck ~ gum|mint|candy|ice|lemon
    fidget|stress ball|toy|spinner|cube
    calm corner|jar|card
    do|did|doing|does ~ hard|hardest|homework|hw|work|it first|before ~ phone|game|then|before|play|tv
    work|study|studied|worked ~ minutes|timer then|and
    talk|talked|vent|vented|call|called|text|texted ~ my|a|the|someone ~ mom|dad|counselor|friend|sister|brother|grandma|cousin|aunt ~ until|because|and|about|when|instead|so|to ~ calm|help|helped|helps|felt|feel
    talk|talked it out
    five|5|three|3 things i|you|that ~ see|hear|touch
    five four three
    alphabet backwards
    waited|wait ~ NUM|a|until|till|few minutes|seconds|minute|hour|day|morning ~ before|to|then|and
    give|gave myself ~ minutes|minute|time|break|space|second
    draft|drafts|notes ~ instead|and|send|sent|not|deleted
    typed|wrote|write|type ~ and|then|but ~ deleted|delete|erase|erased|ripped|send|tore
    not hit|press send
    sleep|slept on it
    log|logged|sign|signed off|out
    step|stepped|stepping back|away
    remind|reminded|ask|asked myself ~ that|if|it|to|why|what|is|not
    self talk
    app|website|site blocker|limit|timer
    screen time
    gray|grey scale
    noise cancelling|canceling
    white|brown noise
    leave|left|keep|kept ~ phone|tablet|controller|ipad|switch ~ downstairs|upstairs|home|charging|locker|bag|kitchen|mom|dad|away|across|other|under|in
    in another|other|different room|kitchen|bag|drawer
    front row|seat
    walk|walked ~ dog|around ~ block|track|field|building
    walk|walked|pace|paced ~ laps|circles|around
    lay|lie|lied down
    ice|cold pack|water|shower|rag|towel
    counted|count breaths|tiles|bricks|dots|lights|backwards|sheep|cars|windows|lines|beams
    focus|focused|concentrate|concentrated on ~ breathing|breath|one|feet|hands|voice|sound|wall|spot|next|just
    look|looked|stare|stared ~ at|out ~ window|wall|ceiling|floor|clock|sky|tree|clouds ~ until|till|and|so|instead
    hand|hands ~ behind|under|in|on ~ back|pockets|pocket|legs|lap|head|desk|sleeves
    rip|ripped|tear|tore|shred|shredded|crumple|crumpled ~ paper|napkin ~ instead|until|so
    dance|danced|shot|dribbled|juggled ~ until|till|instead
    take|took ~ one|few|NUM|couple|slow ~ breaths|steps|laps|minutes
    pretend|pretended|imagine|imagined ~ i|it|that|was|am ~ somewhere|turtle|tree|robot|balloon|else
    mantra|affirmation|prayer|rosary
    reward|treat|rewarded|treated ~ myself|for|after|when|if
    break|broke|split ~ homework|work|it|assignment ~ chunks|parts|pieces|up|into
    homework|hw|reading|studying|work first|before ~ phone|games|tv|gaming|playing
    """,
    subject=NOT_OTHER,
)

EFFECT = phrases(
    "strategy_used",
    """
    until|till MY ~ stopped|quit|slowed|calm|calmed|went|normal|cool|loosened|slow|better|steady|shaking|hot
    until|till i ~ calm|calmed|could|stopped|stop|cooled|quit|forgot
    until|till i was|am|felt|feel ~ calm|better|okay|ok|cool|normal|ready|less|not|tired
    until|till it ~ passed|passes|stopped|went|goes|faded|gone
    it|that|which|this|and help|helped|helps|worked|works|calms|calmed ~ me|to|a|because|so|my|calm|slow|keep|focus|stop|not|down
    it|that|which|and|this keep|keeps|kept me|my ~ from|hands|calm|mouth|busy|slow|in
    it|that|which|and|this got|get|gets|let|lets|made|makes|brought|slowed|cleared|burns|stops|stopped ~ me|my|it ~ through|from|down|back|head|to|calm|calmer|breathe|out|stop|sleep|crying|shoulders|voice|mad|less
    so i do|did|would|could|can|will|am|was not ~ yell|scream|cry|hit|snap|throw|punch|check|shout|rip|explode|mean|blow|lose|swing|slap|kick|touch|reach
    so i could|can|will ~ think|talk|focus|breathe|speak|listen|finish|sleep|calm|hear|read|work
    MY ~ stopped|quit|slowed|loosened|relaxed|unclenched|came|went|calmed ~ shaking|down|pounding|racing|away|normal|hot|clenching
    MY BODY|heart|head|hands slow|slowed|calm|calmed|cleared|relaxed|stopped|quit|unclenched|loosened
    i feel|felt|was|am|got calmer|better|okay|cooler|steady|relaxed|lighter ~ after|enough|then|again|and|to
    calm|calms|calmed|relax|relaxes|slowed|slows|settles|cool|cools me down?
    feeling|anger|it|shaking|mad|tears ~ went|goes|passed|fades|faded ~ away|by|out
    when|then i|it ~ calm|tied|done|slow i can|could|was
    can not yell|kick|scream|check|talk|see|hear|hit ~ in|on|with|it|if|because|when
    """,
    subject=NOT_OTHER,
    negatable=False,
)

PLANNED = phrases(
    "planned_ahead",
    """
    i know|knew that? i will|would|get|always|tend|might|go|cry|snap|yell|explode|lose|freeze|panic|rush|shut|talk|stiffen|forget|spiral|slam|throw|was going
    know|knew ~ will|would ~ get|be|want|make|start ~ me|mad|angry|upset|nervous|heated|loud
    know|knew this about|me|myself
    know|knew it|that|she|he|they would|will|was|is ~ coming|happen|make|going|again|break|bait|hard
    i was|am going to want|need|get|be|feel|cry
    i get ~ so|when FEELING|i|before|that
    ^ before the|a|my|we|every|each|it|that|he|she|they ~~ i
    i|will want|interrupt|talk|rush|get|yell|freeze|panic|argue so i
    will want to ~ so i
    knew|know ~~ so i
    if that|it|those|this fails|fail|failed|flops|breaks|quits
    then switched|switch|changed|moved to
    and|so|then switch|switched ~ to
    that|it|which did|do|does not do|work|help|cut|stop ~ it|so
    proved|prove insufficient|useless
    wrote|write|put ~ on my hand|arm|sock|wrist|desk|shoe|shoes|palm
    set ~ stop|code|safe|signal|secret word
    my|the way i can|know|knew tell
    the way i know
    so i sit|sat|stand|stood|keep|kept|leave|left|put ~ before|already|on
    i|had already|just? picked|chose|choose ~ seat|spot|desk|aisle
    in my head ~ before
    practice|practiced|rehearsed ~ what ~ say
    after|at minute|sentence|song two|three|3|2|one
    kept|keep|was checking|watching|monitor myself
    monitor+ ~ myself|my
    before the|i|we|it|every|class|each|bed|school|game|test|rehearsal|practice|lunch|he|she|they|you|that|a|my|any|hand|starting|going ~~ i put|decide|decided|plan|planned|told|made|ask|asked|set|hand|handed|take|took|say|gave|give|always|had|have|practice|practiced|packed|wrote|write|pick|picked|keep|tell|count|breathe|already|do|did
    before i open|opened|look|looked|walk|walked|go|went|get|got|start|started|talk|answer|see|play|sit|present|even
    ahead of time
    in advance
    beforehand
    the night before
    make|made|have|had|got|set|agreed|making|came|wrote ~ rule|rules|deal|promise|pact|signal|code|agreement|plan|system|trick|card ~ for|with|that|to|if|about|when|so|before|it|i|in|is|myself|where|last
    make|made|have|had|got a|the|this? rule|plan|deal|signal|system|routine
    my rule|plan|trick|deal|signal|system is|was|for|when
    already|i|had decide|decided|planned|practiced|picked|plan|rehearsed|promised|prepared ~ what|to|that|in|the|my|i|before|if|how|myself|instead|no
    had already|told|decided|planned|put|picked|packed ~ myself|that|my|what|in|the|to|out
    on purpose
    no talking|phone|looking|reading|texting|phones until|till|before|for|at
    not allowed|allowed to|only ~ until|till|open|when|after|to
    if i feel|start|get|catch|notice|hear|see|am|still|want|can|begin|find|keep|do|look|mess|lose ~~ i|then|will|go|take|put|get|do|count|stop|close
    when i feel|notice|catch|start|get|hear|see|want ~~ i|then
    whenever i ~~ i
    every time i feel|get|want|start ~~ i
    if|when it|that|this do|does|did|is|was|stops|stopped|quits ~ not|working|work|helping|enough ~ i|then|go|try
    do|does|did|is|was not work|help|working|enough|helping|do|cutting ~ so|then|this|anymore|i|and|because
    was|is not enough|working|helping|helped
    stop|stopped|quit|quits|stops|never working|worked|helping|work
    made|makes|got|was getting|making it|me worse|madder|louder|angrier
    still|too mad|shaking|angry|loud|fast|hot|crying|upset ~ so i|then
    so|then|and i switch|switched|change|changed|shifted|moved|quit ~ to|instead|something|another|plan|it
    so i switched|changed
    i changed|switched ~ to|course|strategy|plan|it|way|and
    catch|caught|catching myself|me
    hear|heard|hearing|notice|noticed|noticing|feel|felt|watch|watched|see|saw myself|me|i|my ~ getting|talking|start|starting|going|doing|voice|was|still|about|slip|tapping|loud|louder|composing|clench|clenching|knuckles|leg|jaw|hands|shoulders
    could hear|feel|see my|myself
    number|thats one|two
    back up|backup plan|strategy|trick|song
    plan|step b|two
    keep|kept|carry|carried|pack|packed|bring|brought|wear|wore ~ in my|with pocket|bag|me|cheek|case ~ for|so|to|because|when|in
    so i|before ~ already|usually|always sit|put|leave|keep|start|give|hand|ask|tell|do
    start|started ~ early|earlier|day|sunday|ahead|sooner
    schedule|scheduled|calendar|planner
    give|gave|hand|handed ~ before|so i|it
    so that? when|if it|that|i|he|she|they ~ happens|start|starts|get|says
    in case i
    the minute|second|moment|instant i feel|felt|notice|hear|see|start|get
    as soon as i feel|felt|notice|hear|see|start|get|sense
    first|warning|early sign|signs
    my triggers|trigger|pattern
    i noticed|notice|learned|figured ~ that? i always|get|tend|usually
    i tend to
    what usually|always happens
    plan a|b|ahead|for
    planned|plan|prepared|prepare|practiced|rehearsed ~ ahead|for|how|what|before|in
    adjusted|adjust|tweaked|tweak|modified ~ it|my|plan|the
    that|it work|worked|works|helped ~ until|for ~ but|then|so
    at first i ~~ but then|it|that
    halfway|midway|partway|middle through|of ~ i|noticed
    wasnt|not enough so
    so this|next time i
    last|every time i ~~ so|now this|i|time|before
    i know|knew|learned that ~ does|do|did|will not work|help ~ for|so|me|with
    i know|knew how|what|when i am|get|act|do|need
    the trick|key|deal|plan with me|is
    pick|picked|choose|chose ~ ahead|before|early|far|away
    night|day|week|morning|hour|hours before i|the|we
    every|each|on morning|night|sunday|day|monday i ~ plan|write|check|set|look|make|pack
    start|started ~ days|weeks|week|hours|early ~ early|before|ahead|so
    if|when|once that|it|this ~ work|working|fails|enough|help ~ i|then
    i set|made|had ~ up|it ~ so|before
    tell|told|ask|asked PERSON|HIM ~ to|if ~ if|when|signal|remind|take|hold|stop|tap ~ i|me
    """,
    subject=NOT_OTHER,
    negatable=False,
)

SLIPPED = phrases(
    "impulse",
    """
    it|words just? came|comes|flew|slipped out|before
    it just? happened
    it came|comes|flew|slipped out ~ my|mouth
    before i|my|anyone knew|thought|could|know|even|think ~ it|about|stop|what|anything|myself|i
    next thing i|you know|knew
    """,
    subject=NOT_OTHER,
    negatable=False,
)

OPENING_IMPULSE = phrases(
    "impulse",
    """
    ^ snapped|exploded|flipped|yelled|screamed|shouted|punched|shoved|kicked|threw|slammed|slapped|smashed|ripped|cussed|swore|hurled|flung|stormed|yanked|chucked|stomped it|my|the|her|him|them|at|a|out|off
    i blurt|blurted|interrupt|interrupted|argued ~ out|him|her|over|back|before|without|something|mean
    i talked|said ~ back|without
    cut|cuts HIM off
    could|can not sit|stay still|in|quiet
    kept|keep talking|scrolling|yelling|arguing|texting|clicking|watching
    all nighter
    procrastinate|procrastinated|procrastinating
    last minute
    put|puts|putting it off
    give|gave|giving in to|and
    one|just more video|game|episode|level|round|minute|time ~ and|then|turns|turned|until
    just one more
    say|said ~ mean|bad|horrible|awful|nasty|rude|things|something ~ things|stuff|words|regret|regretted|i
    regret|regretted it|saying|that
    roll|rolled my eyes
    walk|walked|stormed out
    hang|hung up on
    rage|raged quit
    forgot|forget ~ about|all|everything ~ it|homework|time|else
    lost track of
    lose|lost control|it
    out of control
    i do|did|was not even? control|stop|realize|notice ~ it|myself|what|until
    could not wait|resist|control
    i had to|just say|check|look|answer|hit|get
    acted|act|react|reacted on|without|before ~ impulse|thinking|i
    my anger|temper|mouth took|takes|got|gets|won over|the|me
    in HIS face
    got|get into a|it fight|argument|with
    """,
    subject=SELF_ONLY,
    negatable=False,
)

IMPULSE = phrases(
    "impulse",
    """
    i snap|snapped|explode|exploded|flipped|erupted|yell|yelled|scream|screamed|shouted|shout|punched|punch|hit|shoved|shove|kicked|kick|threw|throw|slammed|slam|slapped|slap|smashed|smash|ripped|cussed|cuss|swore|hurled|flung|pushed|tripped|spit|swung|stormed|roasted|hollered|broke|blasted|yanked|flip|chucked|tossed|interrupted|blurted|pounded|stomped|tackled|grabbed|knocked|cursed
    and|so|then|just snapped|exploded|yelled|screamed|shouted|punched|shoved|kicked|threw|slammed|slapped|smashed|cussed|swore|hurled|flung|stormed|yanked|chucked|stomped|cursed|flipped|ripped ~ it|the|him|her|at|my|out|off|them|his|a|and
    blow|blew|blowing|blown up
    went|go|going|goes off on|at|in
    lose|lost|losing my|it temper|mind|cool|it|at|on|and|right
    i lost it
    would|will lose|snap|explode|scream|yell|shout it|at|him|her|them|first
    i will|would explode|scream|yell|shout|snap
    freak|freaked|freaking|flip|flipped out
    did|do|was|were not think|thinking first|before|at|i|just|it|that|and
    do|did not think
    without thinking|even thinking
    before i|my knew|thought|could|know|even|think ~ it|about|stop|what|anything|myself|i
    before i know|knew it?
    no|zero thought|thoughts|filter|brakes|warning|plan
    not even decide|decided|deciding
    can|could|can not stop|help|control|resist myself|it|this|me|my|looking|checking|playing|scrolling
    can|could not not
    could not stop|help
    it|words|mouth just? came|comes|flew|slipped|happened|went out|of|before
    next thing i|you know|knew
    in the moment|heat
    that is|was how|just|who i am
    it is how i am
    i always shout|yell|snap|scream|explode|lose|do|check|look|give|blow|end
    i do that|it every|each|all
    pick|picked|check|checked|look|looked|grab|grabbed|answer|answered ~ it|phone every|each|right|anyway ~ time
    every time it buzz|buzzes|rings|dings|lights
    my hand|hands|thumb|foot|mouth|legs|fist|body|finger ~ before|decides|decide|decided|just|itself|own
    end|ended|wind|wound|kept|keep up? playing|scrolling|watching|checking|texting|gaming ~ for|until|till|all|hours|instead|anyway|whole
    scroll|scrolled|play|played|watch|watched|stayed ~ all|whole night|day|time|hours
    till|until NUM|midnight am|in
    for hours
    i just went
    just started swinging|yelling|crying|screaming|throwing|hitting
    got|get|gets sent|kicked|suspended|iss|detention|written|removed ~ out|to|for|home|off|up
    start|started swinging|fighting|yelling|screaming
    talk|talked|talking back
    ran|run out|off|away of|crying|and
    curse|cursed|cuss|cussed|flip|flipped ~ out|off
    i never|do|did not fight|try|tried|stop it|tried|to
    no self control
    lost it and|kicked|threw|cussed|yelled|on|right|at|so|in|then
    pull+ ~ from HIS hand|hands
    say|said|told|called ~ HIM stupid|dumb|names
    send|sent ~ bad|mean|angry|ten|nasty|hate words|text|texts|message|messages|voice
    crumple|crumpled|tore|tear|ripped ~ it|paper|rubric|test|quiz|up
    i just start|started|grabbed|did|went|reacted|said|swung
    do|did not fight it
    always have|will
    my|the mouth opened|moved|runs|ran
    i could not hold|stand
    run|ran|shot my mouth
    """,
    subject=SELF_ONLY,
    negatable=False,
)

PHRASES = (*STATE, *STRATEGY, *EFFECT, *PLANNED, *SLIPPED, *OPENING_IMPULSE, *IMPULSE)

# ruff: noqa: E501 (rows of data)
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
    another|second|third|new|fresh|next try|shot|chance|attempt|tryout|draft
    second|third|fourth|fifth|2nd|3rd|4th|5th try|time|attempt|draft|version ~ i|we|was|got|made|works|worked
    different|new|another way|route|approach|method|strategy|trick|path|tactic
    change|changed|switch|switched|adjust|adjusted how|my|the|what|it|from ~ i|way|grip|plan|strategy|approach|study|practice|technique
    keep|kept|keeps|keeping going|trying|at|on|practicing|working|showing|playing|pushing|studying|asking|doing|running|coming|it|drawing|writing ~ going|up|it|at|until|till|and|every|to
    keep|kept|keeps|keeping going|trying|practicing|working
    stick|stuck|sticking with|to it|that|the
    did|do|would|will|am|was|not not|never ~ give|gave|quit|stop|stopped|quitting|giving|stopping ~ up|trying|going|it|though|though|me
    not giving up
    not|never done|finished yet|trying
    get|got|getting back up|on|at|into
    go|went|going back to|and|out|next|there|every|for|after|again
    go|went|going ~ to tutoring|tutor|practice|office|extra
    the? next day|morning|week|time|game|season|year|practice|month|semester ~ i|we|tried|went|did|got|made|is
    ask|asked|asking|get|got|getting|need|needed|want|wanted|find|found ~ for|some|help|extra ~ help|tutoring|tips|advice|feedback|helped|practice
    ask|asked|went|go|talk|talked|meet|met|email|emailed ~ to? P|PERSON ~ how|what|why|help|for|to|show|if|explain|which|wrong|please|where|questions|train|teach|about
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
    things|it|that will|gets|get|got|can|would|be better|pass|easier|okay|ok|fine|get|grow|change
    get|gets|got|getting|doing a? better|faster|stronger|closer|easier|there|used|little
    will|would|can|could|going get|make|do|be it|there|better|next|them|fine
    will get|try|keep|practice|work
    not yet
    yet
    did|do|got|scored better
    pass|passed the? second|next|retake|it
    ask|asked ~ to quiz|tutor|teach|help|show|watch|explain
    it will|would pass
    there is|will always? tuesday|tomorrow|monday|more
    will|would be back
    not ready to quit
    still trying|working|practicing|going|learning|at
    shake|shook it off
    moved on to
    stay|stayed ~ after|late|practice ~ to|and|for|with
    step|little|bit by step|little|bit
    slow|slowly but|at
    practice|practiced|practicing|studied|study|rehearsed|work|worked|train|trained|ran|drill|drilled ~ more|every|harder|extra|until|till|each
    improve|improved|raise|raised|bring|brought ~ my|it ~ grade|score|up
    try|tried ~ different|new|another|else|instead|harder|smaller|slower|way
    for me it is just new
    figure|figured|find|found another|a|different|new|out way
    work|worked|working ~ harder|on|my|it|up
    new try|seed|start|plan|play
    running it back
    queue up
    not let|letting ~ stop|get|beat|bother|define ~ me|us
    pick|picked|dust|dusted myself|ourselves up|off
    brush|brushed|shake|shook|shrug|shrugged it off
    push|pushed|power|powered|fought|work|worked|get|got ~ through|past ~ it
    hang|hung in there
    stick|stuck it out
    fight|fought back
    sign|signed up again|for
    join|joined another|a|new
    reapply|reapplied|resubmit|resubmitted|reread|repractice|restarted|restart
    new plan|goal|strategy|way|idea|try
    watch|watched ~ videos|video|tutorials|tutorial|youtube ~ how|to|and|on|until
    look|looked|looking up how
    get|got|woke|wake|stay|stayed ~ early|late|after|up ~ to ~ practice|study|work|try
    better luck
    on to the next
    it|that|stuff|things happen|happens ~ and|so|to|but|i
    everybody|everyone|anyone|we|people|all fail|fails|messes|mess|lose|loses|makes|have|has|falls|fall ~ sometimes|mistakes|up|days|off|too
    part of it|the|learning|life|getting
    not good|there|perfect yet|but
    even though i|it|we ~ failed|lost|fell|bad|hard|cut ~ i|we
    failed|lost|fell|messed|bombed|cut ~ but ~ i|we|kept|tried|still|got|went|came
    still|but went|go|going|practice|trying|try|showed|came|kept|play|playing ~ back|to|every|it|anyway
    more practice|time|tries|help
    this|next time i|we tried|used|made|started|asked|studied|practiced
    not give|gave|giving up|in
    not quit|quitting
    can|could|will do|get|be|try better|it|this|again ~ next|if|with|tomorrow
    took|take ~ class|lessons|camp|again|over
    just|only a grade|game|test|number|bad|quiz|setback|bump|phase|day
    bad|rough day|days|game|week|start|season
    extra credit|help|practice|work|time
    tried|try|trying harder|everything|more|again|another|other|until|till
    from scratch
    learn|learned ~ how|to ~ new|other|better ~ way
    """,
    subject=NOT_OTHER,
    strength=0.8,
    negatable=True,
)

# Carries on, without more: the codebook's second level.
CARRIED_ON = phrases(
    "tried_again",
    """
    i|we still go|do|play|practice|come|show|work
    i|we finish|finished it|the|that|this|anyway|my|our
    finish|finished|did|do|went|go|played|play|came|ran|stayed ~ anyway|anyways|regardless
    keep|kept|keeps going|doing|at ~ because|since
    i|we moved|move|got on
    had|have to finish|keep|continue|go|do|play|redo ~ it|on|going|again|back
    make|makes|made|making me|us ~ go|finish|do|keep|play|stay|try|continue
    continue|continued
    sat|sit through
    got|get through it
    """,
    strength=0.4,
    subject=NOT_OTHER,
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

NOW = phrases(
    "lesson_carried",
    """
    now i
    i ~~ every|each time|test|day|one|game|practice|week now
    i do|use|check|try|ask|start|say|keep ~ now
    do|doing that|this now
    a rule now
    turns out i|you|it
    show|showed|tell|told|teach|taught|help|helped ~ too
    and i still do|use|have|keep|say
    works|worked for|in|with|on ~ too
    like that|this|it now
    same in|with|for|at|as
    that is how|why|when i ~ passed|now|know|learned|started
    """,
    strength=0.6,
    subject=NOT_OTHER,
)

LESSON = phrases(
    "lesson_carried",
    """
    learn|learned|learning|learns ~ that|to|how|from|you|it|not|what|is|something|about|lot|if|slow|things|why|when
    i|we learn|learned
    what i|it|we|that|losing|failing|she|he learn|learned|took|take|got|get|taught|found|changed|figured|know|tell|remember
    the thing|things|big|lesson i|that|is|was ~ learned|took|take|got|know|learn|remember|from
    teach|taught|teaches|showed|shows|reminded me|us ~ that|to|how|a|about|you|it|not|is
    lesson|lessons|takeaway|moral
    found|find|figured|figure|realize|realized|realised|know|understood|understand|discovered|see ~ that|out ~ losing|failing|failure|mistakes|you|practice|asking|people|quitting|trying|means|does|takes ~ is|means|does|do|can|have|not|get|just|only|part|help|helps|teach|makes|what
    losing|failing|failure|mistakes|mistake|messing|falling|setback|rejection|practice|asking|loss ~ is|are|was|means|mean|teaches|shows|tells|taught|made ~ not|how|just|information|part|data|you|me|what|only|where|about|that
    now i always|do|know|can|tell|help|use|try|ask|start|check|am|keep|go|make|never|write|practice|read|teach|take|show|look|say|study|ask|talk|work|also|still|carry|set|even|like|just|learn|have|let|wait|will|want
    now when|whenever|before|in|every|with|for|we|my|if i|we|someone|something|he|she|they|things|every|everything|it|anything
    and|so|but now i|we|im|in|when
    these days i
    the? same way|thing|trick|idea|plan|rule|method|one|with|for|in|goes|as ~ with|for|in|on|about|now|at|when|i|works|do|did|my|too
    same|do|did|use|used|using|try|tried|doing|works|work that|it|this|same|way ~ in|with|for|on ~ math|reading|band|class|science|other|everything|my|swimming|soccer|piano|home|work|life|too|job|writing|spanish|basketball|guitar|dance|games|driving|else|all|debate|baseball|drums|track|school|art|chess|friends|cousin
    do|did|use|used|doing|work|works|try|trying it|that|this in|with|for my|other|everything|math|band|class|school|all|any
    not just|only in|for|about|at but|its|also
    i tell|told|teach|taught|help|helped|show|showed|talk|talked|coach|coached|warn|warned ~ PERSON|HIM|others|freshmen|graders|grader ~ same|do it|how|too|through hers|through his
    told|tell|teach|taught|show|showed ~ PERSON|HIM the same
    now i ~ tell|teach|help|show|coach|talk|tutor|practice|sit ~ PERSON|HIM
    help|helping|teach|teaching|tutor|tutoring|coach|coaching|show|showing|tell|telling|coach ~ other|younger|little|new|my|the|HIS|small|some|smaller|fourth|fifth kids|people|students|brother|sister|cousin|cousins|graders|grader|players|kid|friend|friends|foster|ones|sis|bro
    make|makes|made me ~ better|stronger|more|realize|think|want|tougher|braver|careful|see|work|understand|patient
    ever since
    since then
    from then|now|that on|day
    after that i|we ~ always|never|started|kept|every
    use|used to think|believe|be|hate|panic|cry|quit|get ~~ now|but
    i know now
    i am|im glad|proud|grateful|thankful|stronger|better ~ it|that|because|happened|now|for|of
    got|get|went|is|was|am now? up|better|from|two ~ levels|points|to|percent|level|grade
    made|make varsity|team|jv ~ next|year|after
    next year|season|spring|fall|time i|we|was|got|made|came|went
    grew|grow|growing from|because|as|up|by
    better at ~ because|now|than|from
    instead of ~ i now|now
    information
    proof|proves that|i|you
    worth it
    if i can ~ i can
    it|that|this|which show|showed|teaches|taught|help|helped|helps|reminded|made me|us ~ understand|see|realize|become|grow|that|how|learn|be|stronger|better
    looking back
    in hindsight
    if it|that|this|something ever? happens|happen|comes|like ~ again|now
    i carry|take|keep|use|remember|apply ~ that|it|this|what|lesson ~ with|to|into|in|when|everywhere|learned
    apply|applied ~ to|that|it|same
    think|remember|thinks|thought about|of|back that|it|when|to ~ when|every|whenever|time|before
    i remind|tell myself ~ that|of|it|one|you|a|every|now|whenever
    thanks|because to|of that|it ~ i|now
    that experience|year|loss|game|grade|day|season|test|failure|mistake ~ taught|made|showed|helped|changed|is|was ~ me|why|how
    mentor|mentored|volunteer|volunteered|tutored|coached|tutor|coach
    pass|passed it|that on
    know|knew|learned|found ~ can|could ~ get|do|come|fail|survive|handle|fix ~ better|back|hard|it|through|again|things|anything
    what matters|helps|works is|was
    you|people get|can|do|does|have|got ~ better|learn|grow|stronger ~ by|from|if|when|because|after
    not about|just ~ winning|losing|talent|grade|it ~ about|how|its|but
    took|takes me|us ~ tries|months|year|years|weeks|semester|whole ~ but|and|to|before
    month|months|year|years|weeks of ~ practice|practicing|trying|work|working
    day|week|year by|after day|week|year
    every|each|single day|night|morning|week|weekend ~ i|we|my|practiced|practice|work|went|go|studied
    i still do|use|keep|practice|go|think|remember|write|try|have ~ that|it|this|every|the|now
    when|if my|somebody|someone|other|a|the|new ~ brother|sister|kid|friend|cousin|freshman|kids|teammate ~ i ~ tell|help|show|teach|remind
    now ~ when|if|whenever ~ i
    """,
    subject=NOT_OTHER,
    negatable=True,
)

SUSTAINED = phrases(
    "lesson_carried",
    """
    every|each single? day|night|morning|week|weekend|saturday|sunday|friday|lunch|afternoon|practice|recess|summer|evening|month|year|time ~ for|until|till|from|all|after|before|in|at|that|since|i|we|to|now|of|with
    for|about|took|takes|over|after ~ months|weeks|years|year|month|semester|summer
    it took|takes me|us|a|like|NUM|all|two|three|forever ~ months|weeks|years|year|month|semester|summer|long|time|tries
    all|whole|entire summer|winter|month|year|season|spring|semester|fall|november|october|january
    month|year|week|day one|two|after|by|four|three month|year|week|day|after|from|by
    two|three|four|five|six|NUM|couple|few months|weeks|years ~ later|of|i|and|after|now|to|practice
    what changed|matters
    that|which is how|what|why i ~ passed|made|got|do|learned|learn|can|know|still
    """,
    strength=0.5,
    subject=NOT_OTHER,
)

GAVE_UP = phrases(
    "gave_up",
    """
    give|gave|given|giving|gives up
    i|just|we|so|and|then|finally quit|quits|quitted|bailed|dropped
    quit|quitting|dropped|dropping|drop ~ team|choir|band|class|chem|soccer|everything|school|out|club|going|music|writing|playing
    drop|dropped|dropping out
    i am|was|be done ~ with|trying|for|and|there
    i am|was done
    done with it|that|this|math|music|school|groups|people|them|him|her|sports|trying|everything|all
    never ~ again
    never|not going|coming|trying|doing|playing|speaking|talking|asking|applying|auditioning|joining back|again|there|out|it|this|that|anymore
    never|not going to ~ try|play|do|be|go|join|ask|talk ~ again|anymore|back|able|it|different|better|good
    never going to
    never be|get|change
    never will|gonna
    will|would|are|is|going always|forever|never be|was|suck|hate|fail|going|get|this|stay|that
    always|forever been|be|will|going|gonna ~ be|this|that|like|rigged|it|way|will
    always fail|fails|lose|loses|suck|sucks|mess
    stay that|this way
    can|could|will|would not ever? change|do it|anything|this|nothing
    nothing ~ change|changes|changed|works|matter|matters|different
    nothing ever
    do|does|did not change|matter anything|anyway
    i am not a|good|smart|cut|built|made|meant|any ~ person|enough|at|out|for|kind|athlete|reader|writer|singer
    i|am|im|is|be bad|terrible|dumb|stupid|trash|horrible|awful|hopeless|worst|too ~ at|anyway|and|for|period|always|person|dumb|slow|stupid
    not smart|good enough
    no point|use
    pointless|hopeless
    what|whats|is the? point
    why even? try|bother|care
    why should|do|would|am i ~ try|trying|bother|care
    not see the|why point|i
    stop|stopped|stopping going|trying|turning|playing|doing|showing|caring|raising|writing|drawing|practicing|studying|coming
    have|has|had not ~ since
    not ~ anymore
    not ~ no more
    no more ~ for me
    turned in my|the jersey|uniform|singlet|gear
    refuse|refused to? ~ do|go|try|talk|it|again|play
    rigged|unfair
    P hate|hates|hated me
    P always|just pick|picks|picked HIS|on
    P is|was out to get
    it|that was|is|not P|HIM|the fault|teacher|teachers|ref|refs|referee|judge|coach ~ fault|s|not|hates
    blame|blamed the|P|it|HIM
    people like me
    not worth it
    withdrew|withdraw
    closed|close|shut the tab|laptop|book|app|computer
    do|did not do it|that|this|engineering|math|school|sports|art|groups|music ~ anymore|no
    will|would not play|do|go|try|come|join|talk ~ again|no|with|never|back|anymore
    finish|finished with this|it|that
    not play|playing|doing|trying|joining|running|going ~ next|anymore|again|year
    we are|were done|over|finished
    not ~ people
    lack|lacks|born|gene|genes|dna
    accepted that? i
    is what it is
    nobody in my family
    nothing anybody|anyone|you|we|i can|could do
    ruined|ruin ~ year|season|life|career|everything
    it is over|done|hopeless
    that is my career|life|luck
    do|does|did not see the|any|a point|reason
    i|just just? left ~ and|never|for
    never|not went|gone|touch|touched|looked|go|tried ~ again|back|it|since
    not bother|bothering
    they are|is bad people
    always will|be
    i have|had enough
    walk|walked|stormed|left ~ off|out ~ and|never|for|quit|did
    threw|throw|tossed|sold|sell|burned|trashed ~ away|trombone|guitar|trash|garbage
    skip|skipped|skipping|ditched|avoid|avoided|avoiding ~ it|class|practice|that|him|her|them|every|now|rest
    going to fail|lose|flunk|suck
    will fail|lose
    not care anymore
    already over|lost|failed
    over for me
    that is that
    cannot do it|this|that
    can not do it|this|that|anything|math
    transfer|transferred|switched schools|out
    rather not|fail|quit|stay
    what is the use
    not for me
    waste|wasted of ~ time
    no way i
    not doing that|it|this|anymore
    forget|screw it|this|that|them
    i am out|over
    do|did|does not want|wanna|feel to|like ~ try|play|do|go|see|be ~ anymore|again|ever|no
    too hard for|so
    impossible for|to|so
    i always mess|fail|lose|ruin|screw|suck|get|end
    everything|nothing i do|did|try|tried
    not fair and|so|that
    why me
    unfair and|so|that|to
    call|called|play|played|fake|faked|pretend|pretended ~ sick
    hid|hide|hiding in|from|under|my ~ room|bathroom|everyone|it|bed|locker|trash
    throw|threw|tear|tore|rip|ripped|burn|burned|delete|deleted ~ away|up|my|it ~ and|quit|trash|never|so
    stay|stayed home|away|in ~ from|bed|so|instead
    not talk|speak|spoke|talked ~ since|anymore|again|ever
    cannot|never ~ be good|able|like|as
    will|would just|only|probably fail|lose|quit|mess|suck ~ again|anyway|it|anyways|up
    so|then|and i|we just? quit|left|stopped|bailed|dropped|skipped
    never|not tried|try|trying|did|play|played|went ~ again|since|after|back
    if i cannot|can|could not ~ then|why
    hate|hated it|this|that|math|school|reading ~ and|now|always|so|forever
    not meant|made|cut|good|smart ~ for|to|be|out|at|enough
    everyone|everybody|they|people else? is|are|was ~ better|smarter|faster
    told|tell|said ~ i|am|was ~ done|quitting|finished|out
    quit|quits|quitting ~ because|when|after|and|it|right|the|my
    blame|blamed|fault|because ~ coach|teacher|ref|refs|judge|mom|dad|school
    teacher|coach|ref|judge|they hates|hate|hated|dont|picks|picked|cheated|favors ~ me|us|favorites|on
    """,
    subject=NOT_OTHER,
    negatable=True,
)

PHRASES = (*AGAIN, *CARRIED_ON, *PUSHED, *NOW, *LESSON, *SUSTAINED, *GAVE_UP)

# ruff: noqa: E501 (rows of data)
"""One spelling for each word: dialect, contractions, texting and common misspellings, so that none of them moves a value.

Each entry maps what students write to the words the phrase tables use. Contractions open into their parts.
"""

_TABLE = """
aint=not ain't=not cant=can_not can't=can_not cannot=can_not wont=will_not won't=will_not dont=do_not don't=do_not
doesnt=does_not doesn't=does_not dosent=does_not dosnt=does_not didnt=did_not didn't=did_not dident=did_not didint=did_not
isnt=is_not isn't=is_not arent=are_not wasnt=was_not wasn't=was_not werent=were_not weren't=were_not
couldnt=could_not couldn't=could_not wouldnt=would_not wouldn't=would_not shouldnt=should_not shouldn't=should_not
hasnt=has_not hasn't=has_not havent=have_not haven't=have_not hadnt=had_not hadn't=had_not neednt=need_not
im=i_am ive=i_have id=i_would ill=i_will i'm=i_am i've=i_have i'd=i_would i'll=i_will ima=i_will imma=i_will iam=i_am
i'ma=i_will ion=i_do_not iono=i_do_not_know dunno=do_not_know idk=i_do_not_know idc=i_do_not_care idgaf=i_do_not_care
hes=he_is shes=she_is theyre=they_are youre=you_are weve=we_have theyve=they_have youve=you_have
hed=he_would theyd=they_would theyll=they_will youd=you_would youll=you_will hell=he_will
its=it_is it's=it_is thats=that_is that's=that_is whats=what_is what's=what_is theres=there_is there's=there_is
lets=let_us let's=let_us hows=how_is whos=who_is
gonna=going_to gunna=going_to gon=going_to finna=going_to fina=going_to fixin=going tryna=trying_to wanna=want_to
gotta=got_to hafta=have_to hadda=had_to oughta=should useta=used_to usta=used_to supposta=supposed_to sposed=supposed
sposta=supposed_to boutta=about_to bouta=about_to lemme=let_me gimme=give_me gotchu=got_you
woulda=would_have coulda=could_have shoulda=should_have mighta=might_have musta=must_have
would've=would_have could've=could_have should've=should_have might've=might_have must've=must_have
outta=out_of alot=a_lot lotta=lot_of lots=a_lot allot=a_lot kindof=kinda sortof=sorta
becuase=because becaues=because becuss=because beacause=because cuz=because cause=because becuz=because becuse=because becasue=because becouse=because bcuz=because bc=because cus=because
cos=because coz=because beacuse=because becaus=because becauze=because b/c=because 'cause=because 'cuz=because 'cos=because
wuz=was waz=was wus=was iz=is iss=is r=are ur=your u=you ya=you yu=you yall=you y'all=you 'em=them em=them dem=them
da=the dis=this dat=that dey=they den=then wit=with w=with wid=with w/=with w/o=without n=and an'=and nd=and b4=before
tho=though thru=through tru=through til=until till=until 'til=until untill=until
ppl=people peeps=people evryone=everyone evrybody=everybody everbody=everybody every1=everyone some1=someone any1=anyone
no1=nobody sumone=someone sumbody=somebody sumthing=something somethin=something nothin=nothing nuthin=nothing
nuttin=nothing anythin=anything everythin=everything sumtin=something smth=something sth=something
freind=friend frend=friend freinds=friends frends=friends bestfriend=friend bff=friend bestie=friend besties=friends
thier=their there's=there_is wich=which whitch=which wen=when wher=where wat=what wut=what wht=what
no=no nah=no naw=no nope=no neva=never nvr=never alr=already alredy=already allready=already
prob=probably probs=probably prolly=probably probly=probably propably=probably mabye=maybe maby=maybe mayb=maybe
thot=thought tought=thought thougt=thought thout=thought thoght=thought tink=think thinked=thought
sed=said sayd=said sead=said tol=told telled=told tole=told tellin=telling
hav=have hv=have haf=have takin=taking makin=making gettin=getting doin=doing goin=going sayin=saying
mad=mad madd=mad angrey=angry angery=angry upsett=upset scard=scared scarred=scared skared=scared
embarased=embarrassed embarassed=embarrassed embarrased=embarrassed embarresed=embarrassed embarass=embarrass
nervus=nervous nervious=nervous lonley=lonely lonly=lonely jelous=jealous jelly=jealous
frusterated=frustrated fustrated=frustrated frustated=frustrated frustraded=frustrated stresed=stressed strest=stressed
worryed=worried woried=worried disapointed=disappointed dissapointed=disappointed dissappointed=disappointed
hert=hurt hurted=hurt feeled=felt fealt=felt feal=feel feals=feels filling=feeling
tryed=tried tride=tried trys=tries stoped=stopped quited=quit quitted=quit finaly=finally
agian=again agin=again agen=again agane=again difrent=different diffrent=different diferent=different differnt=different
difrently=differently diffrently=differently anouther=another anuther=another nother=another
pratice=practice practise=practice practiced=practiced praticed=practiced practised=practiced practicin=practicing
studyed=studied lern=learn lerned=learned learnt=learned lurned=learned learnd=learned realise=realize realised=realized
realizd=realized relized=realized reallized=realized figgered=figured figerd=figured figgured=figured
brethe=breathe breath=breath breaths=breaths breathd=breathed breth=breath brething=breathing
quite=quite quiet=quiet quit=quit wright=write rite=write rote=wrote writed=wrote
apologise=apologize apologised=apologized appologized=apologized appologize=apologize apoligized=apologized sry=sorry sorrry=sorry
togther=together togeather=together gether=together
probelm=problem problm=problem prblem=problem problum=problem
nxt=next tmrw=tomorrow tomorow=tomorrow tommorow=tomorrow yr=year yrs=years min=minutes mins=minutes sec=second hr=hour
bf=boyfriend gf=girlfriend lil=little bro=bro sis=sister gma=grandma gpa=grandpa moms=mom dads=dad
teh=the hte=the adn=and taht=that waht=what jsut=just litle=little lil'=little ok=okay k=okay kay=okay
abt=about bout=about 'bout=about rly=really rlly=really realy=really v=very rn=now atm=now
pls=please plz=please thx=thanks ty=thanks thnx=thanks
goed=went runned=ran throwed=threw drawed=drew catched=caught breaked=broke falled=fell gived=gave taked=took
comed=came seed=saw knowed=knew thinked=thought bringed=brought buyed=bought maked=made sitted=sat helpt=helped
hisself=himself theirself=themselves theirselves=themselves themself=themselves meself=myself
2=2 2day=today 4=4 every1=everyone sumtimes=sometimes
lookd=looked askd=asked axed=asked ast=asked aks=ask ax=ask aksed=asked
mess=mess stuf=stuff skool=school shool=school scool=school
teached=taught gotten=got kno=know knw=know noe=know luv=love
"""

SPELLINGS: dict[str, tuple[str, ...]] = {
    written: tuple(meant.split("_")) for written, meant in (pair.split("=", 1) for pair in _TABLE.split())
}

# A word's ending after the apostrophe: what it opens into, and the words it may follow (None: any).
ENDINGS: dict[str, str] = {
    "n't": "not",
    "'re": "are",
    "'ve": "have",
    "'ll": "will",
    "'d": "would",
    "'m": "am",
}

# After these, 's is a verb; after any other word it shows whose.
TAKES_IS = frozenset(
    [
        "he",
        "she",
        "it",
        "that",
        "there",
        "what",
        "who",
        "where",
        "how",
        "here",
        "everyone",
        "everybody",
        "nobody",
        "someone",
        "somebody",
    ]
)

# Said or typed without changing what a clause claims; dropped, so that phrases match across them.
FILLERS = frozenset(
    [
        "um",
        "umm",
        "ummm",
        "uh",
        "uhh",
        "uhm",
        "er",
        "erm",
        "hmm",
        "mm",
        "eh",
        "ah",
        "kinda",
        "sorta",
        "lowkey",
        "highkey",
        "honestly",
        "literally",
        "basically",
        "actually",
        "really",
        "very",
        "just",
        "totally",
        "super",
        "even",
        "also",
        "simply",
        "pretty",
        "probably",
        "maybe",
        "perhaps",
        "obviously",
        "ngl",
        "tbh",
        "fr",
        "frfr",
        "lol",
        "lmao",
        "lmfao",
        "rofl",
        "smh",
        "imo",
        "btw",
        "yo",
        "bruh",
        "yeah",
        "yep",
        "yup",
        "well",
        "anyway",
        "anyways",
        "definitely",
        "certainly",
        "absolutely",
        "extremely",
        "rather",
        "quite",
        "somewhat",
        "slightly",
        "deadass",
        "hella",
        "finally",
        "suddenly",
        "truly",
        "clearly",
        "merely",
        "deeply",
        "terribly",
        "frankly",
        "indeed",
        "consequently",
        "therefore",
        "thus",
        "moreover",
        "furthermore",
        "likely",
        "surely",
        "especially",
        "mostly",
        "completely",
    ]
)

# Words in -ly that carry meaning; every other one is dropped like a filler ("visibly sad", "cautiously tested").
KEPT_IN_LY = frozenset(
    [
        "only",
        "early",
        "family",
        "families",
        "lonely",
        "silly",
        "friendly",
        "unfriendly",
        "reply",
        "apply",
        "bully",
        "ugly",
        "rely",
        "belly",
        "daily",
        "weekly",
        "monthly",
        "fly",
        "july",
        "italy",
        "ally",
        "rally",
        "jelly",
        "assembly",
        "supply",
        "multiply",
        "randomly",
        "differently",
        "privately",
        "quietly",
        "slowly",
        "personally",
        "blindly",
        "aimlessly",
        "eventually",
        "repeatedly",
        "secretly",
        "gently",
        "calmly",
        "deadly",
        "bodily",
        "homely",
        "lovely",
        "comply",
        "lily",
        "billy",
        "kelly",
        "sally",
        "molly",
        "emily",
    ]
)

NEGATIONS = frozenset(
    [
        "not",
        "never",
        "no",
        "nobody",
        "none",
        "nothing",
        "without",
        "hardly",
        "barely",
        "neither",
        "nor",
        "noone",
        "nowhere",
    ]
)

# Two words that are a filler together.
FILLER_PAIRS = frozenset({("you", "know"), ("i", "mean"), ("i", "guess"), ("kind", "of"), ("sort", "of"), ("a", "bit")})

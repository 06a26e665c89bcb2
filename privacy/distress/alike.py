"""Words that stand for one another: in few sentences a pattern shows sooner as "<kin> <strikes> me" than word by word.

Written from the language, before the hands' sentences were read. A word has one class at most.
"""

CLASSES: dict[str, str] = {
    "kin": "mom mum mama mommy mother momma dad daddy papa father pops stepdad stepfather stepmom stepmother uncle aunt auntie "
    "grandpa grandfather grandma grandmother granny parents parent foster guardian tio tia abuela abuelo",
    "kin's": "mom's mum's mama's mother's dad's daddy's father's stepdad's stepmom's uncle's aunt's grandpa's grandma's",
    "sibling": "brother sister bro sis stepbrother stepsister brothers sisters siblings sibling cousin cousins baby",
    "partner": "boyfriend girlfriend bf gf husband wife ex fiance boyfriend's girlfriend's",
    "adult": "coach teacher counselor neighbor man guy dude men principal pastor priest tutor babysitter landlord boss adult adults nurse",
    "friend": "friend friends bestie bff buddy homie classmate classmates roommate teammate friend's",
    "strike": "hit hits hitting beat beats beating slap slaps slapped slapping punch punches punched punching kick kicked kicks "
    "smack smacks smacked whip whips whipped whoop whooped whup whupped belt belted shove shoved shoves slam slammed slams "
    "choke chokes choked choking strangle strangled grab grabs grabbed yank yanked yanks drag dragged drags throw throws threw "
    "pin pinned pins push pushed pushes spank spanks spanked burned burnt burns",
    "kill": "kill kills killed killing murder murdered murdering shoot shoots shooting stab stabs stabbed stabbing hurt hurts hurting harm harming "
    "destroy jump jumped attack attacked slaughter strangle blast smoke",
    "die": "die dies dying dead death suicide suicidal unalive kms overdose od gone disappear vanish exist",
    "weapon": "gun guns pistol rifle glock knife knives blade blades razor razors weapon weapons bomb bombs ammo bullet bullets "
    "machete hammer bat taser shotgun handgun strap switchblade boxcutter",
    "pills": "pill pills tylenol advil meds medicine medication tablets capsules xanax fentanyl ibuprofen aspirin bleach prescription dose doses",
    "drug": "weed drugs drug vape vapes drunk drink drinks drinking drank alcohol beer liquor vodka wasted high meth coke crack bottle bottles",
    "part": "arm arms wrist wrists thigh thighs leg legs neck throat face hair head hip hips skin stomach chest body ribs jaw lip eye ear back butt hand hands",
    "wound": "bruise bruises bruised cut cuts cutting scar scars mark marks blood bleed bleeding bleeds bled welts welt scratches burn wound wounds swollen",
    "hide": "hide hides hid hiding cover covers covered covering sleeves sleeve hoodie hoodies makeup secret secrets lie lied lying pretend pretending concealer",
    "tell": "tell tells told telling say says said saying promise promised promises swear swore warned threatened threatens threatening threats threat",
    "touch": "touch touches touched touching kiss kisses kissed kissing rub rubs rubbed hug hugs undress naked nude nudes underwear shirt clothes pants lap "
    "massage massages sexual sex private privates bed bedroom shower bathroom pic pics picture pictures photo photos video videos",
    "fear": "scared afraid terrified scary fear flinch flinched shaking shake nervous panic trembling frightened tiptoe",
    "night": "night nights midnight asleep sleep sleeping bedtime dark tonight nighttime",
    "food": "food eat eats eating eaten ate hungry starving breakfast lunch dinner meal meals fridge snack snacks groceries milk milks ramen cereal crackers",
    "home": "home house apartment trailer motel couch shelter garage basement closet attic porch room car street streets tent park outside",
    "bills": "power lights electricity heat heater water rent evicted eviction bills",
    "leave": "leave leaves leaving left run runs running ran runaway escape escaped kicked pack packed packing",
    "rage": "yell yells yelled yelling scream screams screamed screaming rage raging angry mad furious breaks broke smashed smash",
    "lock": "lock locks locked locking chained tied trapped trap stuck",
    "goodbye": "goodbye goodbyes note notes letter letters funeral will bye farewell",
    "point": "point reason purpose hope worth worthless useless burden numb empty hopeless pointless tired alone",
    "end": "end ends ending ended stop stops stopped over quit finally forever peace",
    "online": "online discord snap snapchat instagram insta tiktok roblox dm dms texted texts texting messages messaged chat app",
    "nobody": "nobody none noone anyone anybody anything nothing",
    "everyone": "everyone everybody people kids class school students",
    "hate": "hate hates hated hating deserve deserves deserved sorry pay regret suffer revenge",
    "plan": "plan plans planned planning ready decided list saved saving looked searched google googled bought counting practiced",
    "day": "monday tuesday wednesday thursday friday saturday sunday tomorrow weekend weekends",
    "cps": "cps police cops cop court foster caseworker 911 custody judge arrested jail hospital er",
    "no": "not no never don't can't won't isn't didn't doesn't wasn't wouldn't couldn't ain't haven't hasn't shouldn't cannot without dont",
    "i": "i i'm i've i'd i'll i'ma",
    "she": "he she he's she's they they're him her",
    "future": "gonna going finna bouta will gon want wants wanted wish wished",
}  # fmt: skip

CLASS_OF: dict[str, str] = {word: f"<{name}>" for name, words in reversed(CLASSES.items()) for word in words.split()}

"""Invented French war news for benchmarks: any number of documents from a grammar of sentences, and copies of them.

A sentence is written as clauses, ``//`` between those that may change places, and ``[a|b|c]`` where one wording stands
for another; ``{slots}`` are filled from the facts of an event or from large word lists. Names are made of syllables.
"""

from __future__ import annotations

import random
import re
from typing import NamedTuple

PATTERNS = """
{bilan} [personnes|habitants|civils] ont été [tués|fauchés|emportés] // [dans la nuit|avant l'aube|au petit matin] // à {place}
[selon|d'après|de l'avis de] {office} // une [frappe|attaque|salve] a [touché|atteint|visé] {target} [près de|aux abords de|en lisière de] {place}
{person}, {role}, a [déclaré|affirmé|assuré] que {claim} // [au cours d'un point de presse|devant des journalistes|lors d'une conférence]
"{quote}", a [lancé|martelé|répété] {person} // [devant|face à] {audience}
les [secours|équipes de sauvetage|pompiers] [ont poursuivi|ont continué] leurs recherches [sous les décombres|dans les ruines] {target_of} // [jusqu'au soir|toute la journée|durant de longues heures]
l'armée [a dit avoir|affirme avoir|assure avoir] [abattu|détruit|neutralisé] {number} [drones|engins|appareils] // [au-dessus de|dans le ciel de] {place}
[à {place}|du côté de {place}], {noun} {adjective} a [laissé|privé] {number} [foyers|familles|abonnés] [sans électricité|sans courant]
{office} [n'a pas commenté|a refusé de commenter] {topic} // [dans l'immédiat|pour l'heure|à ce stade]
[des témoins|des riverains|des habitants] [décrivent|racontent|évoquent] {noun} {adjective} // et {noun2} {adjective2} // [près de|à deux pas de] {target}
{person} [doit se rendre|est attendu|se rendra] à {place2} // [en début de semaine|dans les prochains jours] // pour [évoquer|discuter de|aborder] {topic}
[les pourparlers|les discussions|les négociations] sur {topic} [ont buté|ont achoppé|se sont enlisées] sur {noun} {adjective}
le [gouverneur|préfet|chef] de la région de {place}, {person2}, [a appelé|a exhorté|a invité] les [habitants|riverains] à {action}
{number} [soldats|militaires|combattants] [ont quitté|ont évacué|se sont retirés de] {place2} // [après|à l'issue de] {noun} {adjective}
[le long de|sur toute] la ligne de front, {noun} {adjective} [ralentit|freine|entrave] {noun2} {adjective2} // [depuis|voilà] {small} [jours|semaines]
[un convoi|une colonne] de {number} [camions|véhicules|autocars] // est [arrivé|parvenu] à {place} // avec {cargo} à bord
{office} [chiffre|évalue|estime] à {number} le nombre de [déplacés|réfugiés|sinistrés] [depuis|à la suite de] {noun} {adjective}
[une source|un responsable|un diplomate] [proche du dossier|qui suit le dossier] [a fait état de|a mentionné|a signalé] {noun} {adjective} // [sous couvert d'anonymat|sans vouloir être cité]
la [route|voie|chaussée] qui [relie|joint] {place} à {place2} [reste|demeure] [coupée|fermée|impraticable] // [à cause de|en raison de] {noun} {adjective}
{person2}, {role2}, [juge|estime|considère] {noun} {adjective} [insuffisant|trompeur|prématuré] // et [réclame|demande|exige] {topic}
[il y a|voici] {small} [semaines|mois], {place2} [avait déjà connu|avait déjà subi] {noun} {adjective} // qui avait fait {number} [blessés|victimes]
[l'hôpital|le dispensaire|la clinique] de {place} a [reçu|admis|accueilli] {number} blessés, dont {small} [enfants|adolescents|mineurs] // [a précisé|a indiqué] {person2}
{cargo} [manquent|font défaut] [toujours|encore] dans {number} [villages|localités|hameaux] // [a alerté|a prévenu] {office}
[dans les rues|sur les places] de {place2}, {noun} {adjective} [tranche|contraste] avec {noun2} {adjective2}
{topic} [figure|est inscrit] [à l'ordre du jour|au programme] // [aux côtés de|avec] {noun} {adjective} // [a confirmé|a annoncé] {office}
[faute de|par manque de] {cargo}, {number} [ouvriers|employés|agents] ont [cessé|interrompu] le travail // [à|au sud de] {place2}
{place} [abritait|comptait] [avant la guerre|avant le conflit] {number} [habitants|âmes] // [il n'en reste|il en demeure] qu'une [poignée|fraction]
[une enquête|une commission] [sera ouverte|doit être ouverte] sur {noun} {adjective} // [a promis|s'est engagé] {person2}
[des images|des photographies] [montrent|laissent voir] {target} [réduite|réduit] en cendres // [derrière|devant] {noun} {adjective}
{number} [élèves|lycéens] [suivent leurs cours|étudient] dans [les caves|les couloirs du métro] de {place2} // [depuis|à la suite de] {noun} {adjective}
[la neige|la boue|la pluie] [complique|gêne] {noun} {adjective} // [à l'est|à l'ouest] de {place}
{person} [s'est entretenu|a discuté] [par téléphone|longuement] avec {person2} // [au sujet de|à propos de] {topic}
[peu avant minuit|vers deux heures|à l'aube], les sirènes ont retenti [à|autour de] {place2} // [comme|ainsi que] {small} [villes|bourgs] voisines
[dans son rapport|dans une note], {office} [dénonce|déplore|pointe] {noun} {adjective} // et {noun2} {adjective2}
[un incendie|un feu] a [ravagé|dévasté] {target} // [avant d'être|et n'a été] [maîtrisé|circonscrit] [par|grâce à] {number} pompiers
[aucune|nulle] [date|échéance] n'est [fixée|arrêtée] pour {topic} // [a reconnu|a concédé] {person}
{cargo} [seront distribués|doivent être remis] [aux familles|aux anciens] de {place} // [à partir de|dès] {small} [heures|heures du matin]
[le tribunal|la cour] de {place2} a [condamné|jugé] {number} [déserteurs|passeurs|pilleurs] // [pour|à cause de] {noun} {adjective}
[en marge de|à côté de] {noun} {adjective}, {person2} a [plaidé pour|défendu] {topic}
[tombée|passée] aux mains de l'ennemi [cet été|au printemps], {place2} [n'a plus|ne possède plus] que {small} [puits|fours|commerces]
{office} [redoute|craint|appréhende] {noun} {adjective} // [si|tant que] {noun2} {adjective2} [se prolonge|dure|persiste]
[parmi les blessés|au nombre des victimes] [figurent|se trouvent] {small} [secouristes|cheminots|enseignants] de {place} // [touchés|fauchés] par {noun} {adjective}
[la presse|la radio] de {place2} [accuse|soupçonne] {person} d'avoir [négligé|saboté|retardé] {topic}
[selon un décompte|d'après un calcul] [de la rédaction|du syndicat], {number} [maisons|logements] [ont disparu|ont brûlé] // [autour de|non loin de] {place}
[le premier|le second] [train|autobus] [a quitté|est parti de] {place} // avec {number} [passagers|voyageurs] // [malgré|en dépit de] {noun} {adjective}
{noun} {adjective} [préoccupe|inquiète|tourmente] {office} // [plus que|autant que] {noun2} {adjective2}
[sur la rive|sur l'autre bord], {number} [volontaires|recrues] [creusent|consolident] {target} // [sous|pendant] {noun} {adjective}
[le prix|le cours] {of_cargo} a [doublé|bondi|grimpé] à {place} // [sous l'effet de|avec] {noun} {adjective}
"""
NOUNS = [
    "assaut",
    "accord",
    "barrage",
    "bombardement",
    "blocus",
    "bilan",
    "bras-de-fer",
    "calme",
    "cessez-le-feu",
    "chantier",
    "climat",
    "compromis",
    "conflit",
    "convoi",
    "couloir",
    "décret",
    "démenti",
    "départ",
    "désaccord",
    "désordre",
    "dispositif",
    "embargo",
    "échange",
    "échec",
    "effondrement",
    "élan",
    "enjeu",
    "envoi",
    "épisode",
    "exode",
    "feu",
    "flottement",
    "front",
    "gel",
    "geste",
    "grondement",
    "hiver",
    "incendie",
    "incident",
    "itinéraire",
    "jugement",
    "litige",
    "manque",
    "marché",
    "message",
    "mouvement",
    "mutisme",
    "nuage",
    "orage",
    "ordre",
    "parcours",
    "pari",
    "pilonnage",
    "plan",
    "point-de-passage",
    "pont",
    "pouvoir",
    "préavis",
    "procès",
    "projet",
    "raid",
    "rapport",
    "recul",
    "refus",
    "registre",
    "renfort",
    "repli",
    "report",
    "retrait",
    "revers",
    "risque",
    "rythme",
    "sabotage",
    "scénario",
    "scrutin",
    "séisme",
    "sentiment",
    "séjour",
    "siège",
    "signal",
    "silence",
    "sommet",
    "soulèvement",
    "soupçon",
    "sursis",
    "tableau",
    "texte",
    "tir",
    "tournant",
    "tribunal",
    "va-et-vient",
    "verdict",
    "vide",
    "virage",
    "vote",
    "abandon",
    "abri",
    "accrochage",
    "afflux",
    "ajournement",
    "appel",
    "arbitrage",
    "armistice",
    "arrêté",
    "avertissement",
    "brouillard",
    "canal",
    "cap",
    "communiqué",
    "contrôle",
    "couvre-feu",
    "délai",
    "déluge",
    "détour",
    "deuil",
    "discours",
    "écran",
    "écueil",
    "élargissement",
    "enlisement",
    "fléchissement",
]
ADJECTIVES = [
    "inattendu",
    "brutal",
    "durable",
    "fragile",
    "soudain",
    "tardif",
    "massif",
    "ciblé",
    "annoncé",
    "redouté",
    "partiel",
    "local",
    "discret",
    "répété",
    "prolongé",
    "inédit",
    "contesté",
    "confus",
    "rapide",
    "sanglant",
    "meurtrier",
    "provisoire",
    "officiel",
    "ancien",
    "récent",
    "nocturne",
    "hivernal",
    "frontalier",
    "régional",
    "unilatéral",
    "bilatéral",
    "tacite",
    "rompu",
    "suspendu",
    "violent",
    "inégal",
    "ambigu",
    "précaire",
    "illusoire",
    "coûteux",
    "décisif",
    "symbolique",
    "technique",
    "diplomatique",
    "militaire",
    "humanitaire",
    "budgétaire",
    "portuaire",
    "ferroviaire",
    "agricole",
    "industriel",
    "logistique",
    "routier",
    "naval",
    "aérien",
    "terrestre",
    "souterrain",
    "maritime",
    "juridique",
    "électoral",
    "imminent",
    "lointain",
    "persistant",
    "sporadique",
    "généralisé",
    "attendu",
    "inutile",
    "improvisé",
    "clandestin",
    "concerté",
    "feutré",
    "tendu",
    "glacial",
    "pesant",
    "sourd",
    "patient",
    "résolu",
    "hésitant",
    "isolé",
    "encerclé",
    "déserté",
    "surpeuplé",
]
TARGETS = [
    "un dépôt",
    "une centrale",
    "un entrepôt",
    "une gare",
    "un marché couvert",
    "une école",
    "un pont",
    "une raffinerie",
    "un immeuble",
    "un silo",
    "\nune usine",
    "un hangar",
    "un port",
    "une caserne",
    "une station de pompage",
    "un relais",
    "un tunnel",
    "une mairie",
    "un atelier",
    "un barrage",
]
ROLES = [
    "ministre de la Défense",
    "porte-parole de l'armée",
    "chef de la diplomatie",
    "maire de la ville",
    "négociateur en chef",
    "\ncommandant du secteur",
    "directeur des secours",
    "envoyé spécial",
    "président du Parlement",
    "conseiller du président",
    "\nresponsable de la Croix bleue",
    "chef d'état-major",
    "ambassadeur",
    "secrétaire général",
    "rapporteur",
    "syndicaliste",
]
OFFICES = [
    "le ministère de l'Intérieur",
    "l'état-major",
    "la préfecture",
    "la présidence",
    "le Comité de suivi",
    "l'Observatoire du front",
    "\nl'Agence de secours",
    "la mission d'observation",
    "la Ligue des villes",
    "la Chambre haute",
    "le Bureau des frontières",
]
CARGOES = [
    "médicaments",
    "vivres",
    "couvertures",
    "générateurs",
    "carburants",
    "tentes",
    "citernes",
    "semences",
    "pièces détachées",
    "matelas",
    "\nconserves",
    "transformateurs",
    "pansements",
    "poêles",
    "filtres",
    "bâches",
]
TOPICS = [
    "l'échange des prisonniers",
    "la réouverture du corridor",
    "le retrait des blindés",
    "le partage des eaux",
    "la levée du blocus",
    "\nle sort des disparus",
    "la garde des ponts",
    "le tracé de la frontière",
    "le déminage des champs",
    "le retour des enfants",
    "\nla livraison de céréales",
    "la surveillance de la trêve",
    "l'amnistie",
    "la reprise des vols",
    "la dette de guerre",
    "le calendrier",
]
ACTIONS = [
    "rester à l'abri",
    "quitter les rives",
    "économiser l'eau",
    "éviter les ponts",
    "signaler les engins",
    "gagner les caves",
    "\nrejoindre les gymnases",
    "couper le gaz",
    "faire des réserves",
    "se tenir loin des vitres",
    "libérer les routes",
]
AUDIENCES = [
    "les députés",
    "des élus",
    "ses partisans",
    "les familles",
    "des lycéens",
    "la presse étrangère",
    "un parterre d'officiers",
    "\nles délégués",
    "des dockers",
    "ses ministres",
    "la foule",
]
SPOKEN = [
    "nous ne céderons pas",
    "personne ne sera oublié",
    "cette page doit se tourner",
    "il faut des actes",
    "nos ponts tiendront",
    "\nle temps presse",
    "rien n'est signé",
    "la parole donnée sera tenue",
    "on nous a menti",
    "le froid tue autant que les obus",
    "\nchacun répondra de ses ordres",
    "nos enfants rentreront",
    "la ville vivra",
    "aucun village ne sera abandonné",
    "je ne crois plus aux dates",
    "\nla carte ne changera pas",
    "les listes sont prêtes",
    "nous avons compté nos morts",
    "la porte reste ouverte",
    "il n'y aura pas de marché",
]
CLAIMS = [
    "les lignes ont tenu",
    "la trêve n'était plus respectée",
    "rien n'avait été décidé",
    "les pertes étaient lourdes",
    "\nl'ennemi avait reculé",
    "les listes seraient publiées",
    "un accord restait possible",
    "la ville serait reconstruite",
    "\nle délai était dépassé",
    "les ponts avaient été minés",
    "le gel compliquait tout",
    "les renforts arrivaient",
]
SYLLABLES = [
    "bar",
    "bel",
    "bor",
    "cas",
    "cor",
    "dal",
    "dor",
    "du",
    "er",
    "fal",
    "gar",
    "gor",
    "hel",
    "is",
    "jor",
    "kar",
    "kel",
    "lan",
    "lor",
    "lus",
    "mar",
    "mor",
    "nas",
    "nev",
    "or",
    "pal",
    "por",
    "ras",
    "ren",
    "rov",
    "sal",
    "ser",
    "sol",
    "tal",
    "tar",
    "ter",
    "tol",
    "ul",
    "val",
    "var",
    "ven",
    "vor",
    "zal",
    "zor",
]
ENDS = [
    "a",
    "ac",
    "age",
    "an",
    "ane",
    "ar",
    "as",
    "ec",
    "el",
    "en",
    "ene",
    "er",
    "ic",
    "ie",
    "in",
    "is",
    "oc",
    "on",
    "or",
    "ove",
    "une",
    "ure",
    "ville",
    "vone",
]
FOOTER = (
    "{paper} est un journal indépendant fondé par ses lecteurs. Pour recevoir chaque matin notre lettre, inscrivez-vous "
    "sur notre page. Toute reproduction est interdite sans l'accord écrit de la rédaction. Nos journalistes répondent à "
    "vos questions du lundi au vendredi."
)
_GROUP = re.compile(r"\[([^\]]*)\]")
_SLOT = re.compile(r"\{(\w+)\}")
LINES = [line.strip() for line in PATTERNS.strip().splitlines()]


class Sentence(NamedTuple):
    """A sentence before it is worded: its clauses, slots filled."""

    clauses: tuple[str, ...]


class Maker:
    """Makes events, documents and copies out of one seed."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.papers = [f"{self.pick(('Le', 'L’Écho de', 'La Voix de'))} {self.name()}" for _ in range(12)]

    def pick(self, of: tuple[str, ...] | list[str]) -> str:
        """One of them, without blanks at its ends."""
        return self.chance.choice(of).strip()

    def name(self) -> str:
        """An invented name."""
        return (
            "".join(self.chance.choice(SYLLABLES) for _ in range(self.chance.randint(1, 2))) + self.chance.choice(ENDS)
        ).capitalize()

    def number(self) -> str:
        """A count as it is written."""
        n = self.chance.choice(
            (self.chance.randint(12, 99), self.chance.randint(100, 999), self.chance.randint(2, 40) * 500)
        )
        return f"{n:,}".replace(",", " ")

    def spoken(self) -> str:
        """What somebody says, of about thirty words."""
        return " ; ".join(self.pick(SPOKEN) for _ in range(6))

    def event(self) -> dict[str, str]:
        """The facts that every report of an event shares: who, where, how many, and the words of an official."""
        return {
            "person": f"{self.name()} {self.name()}", "person2": f"{self.name()} {self.name()}", "place": self.name(),
            "place2": self.name(), "role": self.pick(ROLES), "role2": self.pick(ROLES), "bilan": self.number(),
            "quote": self.spoken(), "target": self.pick(TARGETS),
        }  # fmt: skip

    def sentence(self, facts: dict[str, str]) -> Sentence:
        """One sentence about an event; what the facts leave open is drawn anew."""
        drawn: dict[str, str] = {}

        def fill(match: re.Match[str]) -> str:
            slot = match[1]
            return facts.get(slot) or drawn.setdefault(slot, self.slot(slot, facts))

        clauses = _SLOT.sub(fill, self.pick(LINES)).split(" // ")
        return Sentence(tuple(clauses))

    def noun(self) -> str:
        """A noun with its article, and sometimes with what tells it from others."""
        return f"un {self.pick(NOUNS)}" + self.chance.choice(
            (
                "",
                "",
                f" de {self.name()}",
                f" long de {self.number()} mètres",
                f" signé {self.name()}",
                f" au sud de {self.name()}",
            )
        )

    def slot(self, slot: str, facts: dict[str, str]) -> str:
        """What fills a slot that is no fact."""
        return {
            "number": self.number(), "small": str(self.chance.randint(2, 11)), "noun": self.noun(), "noun2": self.noun(),
            "adjective": self.pick(ADJECTIVES), "adjective2": self.pick(ADJECTIVES), "office": self.pick(OFFICES),
            "topic": self.pick(TOPICS), "cargo": f"des {self.pick(CARGOES)}", "of_cargo": f"des {self.pick(CARGOES)}",
            "action": self.pick(ACTIONS), "audience": self.pick(AUDIENCES), "claim": self.pick(CLAIMS),
            "target_of": f"d'{facts['target']}",
        }[slot]  # fmt: skip

    def report(self, facts: dict[str, str], length: int) -> list[Sentence]:
        """The sentences of one report, its quotation once."""
        made: list[Sentence] = []
        while len(made) < length:
            one = self.sentence(facts)
            if not any(facts["quote"] in c for c in one.clauses) or not any(
                facts["quote"] in c for s in made for c in s.clauses
            ):
                made.append(one)
        return made

    def worded(self, sentences: list[Sentence]) -> list[list[str]]:
        """Each sentence's clauses in one wording."""
        return [[_GROUP.sub(lambda m: self.pick(m[1].split("|")), c) for c in s.clauses] for s in sentences]

    def again(self, clause: str, old: str, share: float) -> str:
        """The clause, with a wording other than in ``old`` for about ``share`` of what can be said otherwise."""

        def choose(match: re.Match[str]) -> str:
            words: list[str] = match[1].split("|")
            said = [w for w in words if w in old] or words
            other = [w for w in words if w not in old]
            return self.chance.choice(other if other and self.chance.random() < share else said)

        return _GROUP.sub(choose, clause)

    def edited(self, sentences: list[Sentence], before: list[list[str]]) -> list[list[str]]:
        """The same with one word in ten or so another, one sentence dropped and another one put in."""
        made = [
            [self.again(c, was, 0.25) for c, was in zip(s.clauses, old, strict=True)]
            for s, old in zip(sentences, before, strict=True)
        ]
        made[self.chance.randrange(1, len(made))] = self.worded([self.sentence(self.event())])[0]
        return made

    def reworded(self, sentences: list[Sentence], before: list[list[str]]) -> list[list[str]]:
        """The same in other words, clauses and sentences in another order; names, numbers and quotation kept."""
        made = []
        for sentence, old in zip(sentences, before, strict=True):
            clauses = [self.again(c, was, 0.8) for c, was in zip(sentence.clauses, old, strict=True)]
            made.append(clauses[1:] + clauses[:1] if self.chance.random() < 0.6 else clauses)
        return self.moved(made)

    def moved(self, sentences: list[list[str]]) -> list[list[str]]:
        """In another order."""
        order = sentences[:]
        self.chance.shuffle(order)
        return order


def written(sentences: list[list[str]]) -> str:
    """The text, in paragraphs of two sentences."""
    lines = [text[0].upper() + text[1:] + "." for text in (", ".join(clauses) for clauses in sentences)]
    return "\n\n".join(" ".join(lines[i : i + 2]) for i in range(0, len(lines), 2))

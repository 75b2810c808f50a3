package redact

// How far, in bytes, something is looked at. It keeps the time linear.
const (
	maxSecret      = 8 << 10 // A secret over line breaks: the longest tokens.
	maxManifest    = 1 << 20 // The data of a secret of Kubernetes.
	maxRow         = 1 << 10
	maxColumns     = 1 << 10 // The names of columns in front of VALUES; how many columns a list names.
	maxIndent      = 256     // The indentation that a secret may go on behind.
	maxMargin      = 192     // The margin of a row.
	maxName        = 48      // The end of a name.
	maxType        = 32      // A type between a name and its sign.
	maxConstructed = 160     // Types and constructors between a name and its value.
	maxBeside      = 256     // A name and its value apart that are both members of one object.
	maxFormHead    = 256     // The head of a part of a form.
	maxTag         = 200     // A tag with its attributes.
	maxBefore      = 128     // A sentence in front of a value.
	maxBehind      = 48      // A sentence behind a value.
	nearPiece      = 512     // What stands behind the beginning of a key that ends too early.
	maxBetween     = 5       // What stands between two pieces of a key.
	maxApart       = 5       // What stands between two groups of characters.
	maxGap         = 8       // What stands between two letters of a retyped start, in characters.
	maxUserinfo    = 512     // User and password of a URL.
	maxLogin       = 128     // User and password without a scheme before them.
	maxLoginName   = 64      // A user in front of a password.
	maxHash        = 256     // What is kept of a password.
	maxMailbox     = 64
	maxHost        = 253
	maxUser        = 64
	maxIP          = 64 // With a zone.
	maxCue         = 32 // The longest cue.
)

// How many there are at most.
const (
	maxRounds = 8  // Removing one secret can uncover the next; more than two rounds take a text made for it.
	maxNumber = 2  // Digits, and a sign, of the number at the end of a name.
	maxFields = 16 // Fields of a hash.
	maxGroup  = 8  // Characters that stand together,
	maxChunk  = 24 // and those that do so in a key whose beginning is known.
	rowOfDump = 16 // Bytes that a row of a dump is of.
	maxPhrase = 24 // Words of a phrase that a wallet is made from.
	maxSaid   = 14 // Words that a sentence has between the name of a secret and the secret.
	maxUntied = 10 // Those where nothing joins the two,
	maxTied   = 5  // those where something does, and the secret could be something else,
	maxOfName = 2  // and those that are the rest of a name of several.
)

// How long something is at least to be what it is taken for.
const (
	leastOfKind   = 4  // A secret behind a prefix that nothing else has,
	leastLabeled  = 8  // behind a name such as api_key,
	leastOfPass   = 3  // behind a name such as password,
	leastSaid     = 6  // and a password in a sentence.
	leastOfBlock  = 16 // What stands between the lines of a PEM block.
	leastRetyped  = 8  // What follows a retyped start.
	leastApart    = 32 // Characters that make a spelled secret,
	leastIssued   = 20 // and those of one whose beginning is known.
	leastOfHex    = 32 // Digits in hex that no sentence has for a number.
	leastOfPiece  = 12 // What of a drawn secret has no sign in it.
	leastOfPlain  = 3  // Digits of a key that could be the name of a model or a region.
	leastOfPhrase = 3  // Words of a password that has several.
	leastOfSeed   = 11 // Words of a phrase that a wallet is made from, of which a copy may have lost one.
	leastKey      = 80 // A key with a kind. None is issued shorter.
	onePiece      = 16 // The rest of a key that ends too early. Shorter runs could be anything.
	longFree      = 40 // A run of capitals, small letters and digits that is cut wherever it stands.
	longPiece     = 12 // What stands at a row's end if the next row is looked at for the rest.
	longRun       = 20 // What is no word of a language.
	shortRun      = 8  // A piece of a key of which more is told than a word of a language would cost.
	minHidden     = 12 // Attributes that can hold a secret.
)

// What stays of a secret.
const (
	keep     = 4  // Characters at its end, so that two keys can be told apart.
	keepFrom = 16 // Shorter secrets keep nothing.
	maxKind  = 64 // What stays is shorter.
)

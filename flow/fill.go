package flow

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"why403/flow/expr"
)

// Noticed returns the names of the notes that are taken of any failing call. A playbook's signs name others.
func Noticed() []string {
	return []string{"status", "error_type", "error_code", "message", "request_id", "host", "endpoint", "party", "answered_by", "model", "key_last_four"}
}

// blank matches a place to fill in: the names of what can stand there, the first that is known counts, and what stands there while
// nothing is known: {cf_ray/request_id|its id}.
var blank = expr.Lazy{Expr: `\{([a-z][a-z_]*(?:/[a-z][a-z_]*)*)\|([^{}|]*)\}`}

// Known returns what the session knows to stand in the blank with that name, as it came from outside; "" if nothing.
func (s *Session) Known(name string) string {
	switch text := s.NoteText(name); {
	case text != "":
		return text
	case name == "host":
		return s.About().Target
	case name == "message":
		return s.Symptom()
	case name == "status":
		return s.saidStatus()
	case name == "key_last_four":
		return lastFour(s.NoteText(Given))
	}
	return ""
}

// statusFact is a fact that says which status the error shows; what is 500 or above has no number of its own.
var statusFact = expr.Lazy{Expr: `^status-([1-5](?:\d\d|xx))$`}

// saidStatus is the status that is known by a fact, where no text shows it; "" if none is.
func (s *Session) saidStatus() string {
	for _, f := range s.Facts() {
		if m := statusFact.FindStringSubmatch(f.ID); m != nil && f.Value == Yes {
			return m[1]
		}
	}
	return ""
}

// shownKey is a key of which the masker has left the last characters.
var shownKey = expr.Lazy{Expr: `\b[A-Za-z]+-[A-Za-z0-9-]*…([A-Za-z0-9_-]{4})(?:[^A-Za-z0-9_-]|$)`}

// lastFour returns the last four characters of the one key in a text, whose secrets are masked; "" if there is none, or another.
func lastFour(text string) string {
	const most = 64 << 10 // Bytes: an error, and not a whole log.
	last := ""
	for _, m := range shownKey.FindAllStringSubmatch(text[:min(len(text), most)], -1) {
		if last != "" && m[1] != last {
			return ""
		}
		last = m[1]
	}
	return last
}

// Symptom is the error's own sentence, as it came from outside, or else the first words that were found in it, or the line it stands on:
// a name is no sentence, and what a person said is no word of a service. It is "" where none of these is known.
func (s *Session) Symptom() string {
	message, line := s.NoteText("message"), s.NoteText(Line)
	switch {
	case line != "": // The message, if there is one, is a name.
		return line
	case message != "":
		return message
	}
	for _, f := range s.Facts() {
		if f.From == Pasted && len(strings.Fields(f.Quote)) > 2 && !Personal(f.Quote) {
			return WithoutHeaders(f.Quote)
		}
	}
	return ""
}

// WithoutHeaders returns the status line of an answer's head that was quoted as one line, and other words as they are.
func WithoutHeaders(words string) string {
	if head := beforeHeader.FindString(words); head != "" {
		return head[:strings.LastIndexByte(head, ' ')]
	}
	return words
}

var beforeHeader = expr.Lazy{Expr: `(?i)^http/[\d.]+ \d{3}[^:]*? (?:[a-z]+(?:-[a-z]+)+|via|date|server|connection|age|vary|location):`}

// Personal reports whether words are of a person who speaks of themselves or of others, and of no service.
func Personal(words string) bool { return personal.MatchString(words) }

var personal = expr.Lazy{Expr: `(?i)(?:^|[\s"“(,.;:!?—])(?:i|i['’]m|i['’]ve|i['’]d|my|mine|our|ours|hi|hello|hey|dear|thanks|they|he|she|customer|colleague|everything|yesterday|since|(?:and|but|so) (?:now|then)|we['’](?:re|ve)|we (?:also|only|just|all|do|don['’]t|proxy|use|get|see|run|call|have|are|got|moved|tried|need|sent|deploy\w*)|bonjour|notre|nos|je|nous|hola|nuestr\w+|desde|wir|unser\w*|ich|mein\w*|seit|hallo|ciao|nostr\w+|dal|olá|noss\w+|мы|наш\w*|我们|我的|私)(?:[^\w'’-]|$)`}

// Fill fills the blanks of a text, each on one line. Known returns what is known under a name, made ready to be shown: it is what came
// from outside, and the text around it is not. A nil one knows nothing. A sentence that is filled in ends once, and where nothing is known
// of a blank like {name|-} its sentence is left out, or only the parentheses that it stands in.
func Fill(text string, known func(name string) string) string {
	of := func(at []int) string {
		for name := range strings.SplitSeq(text[at[2]:at[3]], "/") {
			if known == nil {
				break
			}
			if got := strings.Join(strings.Fields(known(name)), " "); got != "" {
				if name == "party" || name == "answered_by" {
					return the(got, text[at[4]:at[5]])
				}
				return got
			}
		}
		return text[at[4]:at[5]]
	}
	blanks := func() [][]int {
		if strings.IndexByte(text, '{') < 0 || strings.IndexByte(text, '|') < 0 {
			return nil
		}
		return blank.FindAllStringSubmatchIndex(text, -1)
	}
	unknown := func(at []int) bool { return text[at[4]:at[5]] == leftOut && of(at) == leftOut }
	all := blanks()
	for i := slices.IndexFunc(all, unknown); i >= 0; i = slices.IndexFunc(all, unknown) {
		text = withoutSentence(text, all[i][0], all[i][1])
		all = blanks()
	}
	if len(all) == 0 {
		return text
	}
	var b strings.Builder
	end := 0
	for _, at := range all {
		value := of(at)
		if strings.HasPrefix(text[at[1]:], ".") {
			value = strings.TrimSuffix(value, ".")
		}
		b.WriteString(text[end:at[0]] + value)
		end = at[1]
	}
	return b.String() + text[end:]
}

// the is what is known where a sentence speaks of the one that is meant: a kind, as in "a database service", is that one, and to itself
// your one. Otherwise is what the sentence says where nothing is known.
func the(known, otherwise string) string {
	article, kind, _ := strings.Cut(known, " ")
	switch {
	case !slices.Contains([]string{"a", "an", "another", "the"}, article):
		return known
	case article != "the" && strings.HasPrefix(strings.ToLower(otherwise), "your "):
		return otherwise
	case strings.IndexFunc(otherwise, unicode.IsUpper) == 0:
		return "The " + kind
	default:
		return "the " + kind
	}
}

// leftOut stands in a blank whose sentence is left out where nothing is known.
const leftOut = "-"

// sentenceEnd is where one sentence ends and the next one begins; a dot within a name ends none.
var sentenceEnd = expr.Lazy{Expr: `[.?!](?:\s|$)`}

// withoutSentence takes out what a part of the text stands in: its parentheses, or else its sentence.
func withoutSentence(text string, first, last int) string {
	before, after := text[:first], text[last:]
	open, closes := strings.LastIndexByte(before, '('), strings.IndexByte(after, ')')
	if open > strings.LastIndexByte(before, ')') && closes >= 0 && !strings.Contains(after[:closes], "(") {
		return strings.TrimRight(before[:open], " \n") + after[closes+1:]
	}
	if all := sentenceEnd.FindAllStringIndex(before, -1); len(all) > 0 {
		before = before[:all[len(all)-1][0]+1]
	} else {
		before = ""
	}
	if at := sentenceEnd.FindStringIndex(after); at != nil {
		after = after[at[0]+1:]
	} else {
		after = ""
	}
	return strings.TrimSpace(before + after)
}

// BlanksIn returns the blanks of a text. Those of a remedy and of a verdict's screen are filled in.
func BlanksIn(text string) []string { return blank.FindAllString(text, -1) }

// BlankNames returns the names in a blank, and what stands there while none of them is known.
func BlankNames(text string) (names []string, otherwise string) {
	got := blank.FindStringSubmatch(text)
	return strings.Split(got[1], "/"), got[2]
}

// errorWords returns the words in which the error was given, as far as they are known, the most to the point first: its message and
// code with what showed facts, and the text as it was given. Each is in one line: where lines were broken, and what a mail or a chat put
// before them, is nobody's word. Low is all of them in small letters, each once.
func (s *Session) errorWords() (all []string, low string) {
	words := []string{s.NoteText("message"), s.NoteText("error_code"), s.NoteText("error_type")}
	for _, f := range s.Facts() {
		if f.From == Pasted || f.From == Captured {
			words = append(words, f.Quote)
		}
	}
	given := inOneLine(s.NoteText(Given))
	for i, w := range words {
		words[i] = inOneLine(w)
	}
	const before, further = 40, 600 // Bytes: what finds a quote in the text, and how much of the text goes on from it.
	around := slices.Clone(words)
	for _, w := range words {
		if i := strings.Index(given, w[:min(len(w), before)]); w != "" && i >= 0 {
			around = append(around, given[i:min(len(given), i+len(w)+further)])
		}
	}
	return []string{strings.Join(around, "\n"), given}, strings.ToLower(strings.Join(append(words, given), "\n"))
}

// inOneLine joins the lines of a text without the marks of quoting and the frames around them.
func inOneLine(text string) string {
	var b strings.Builder
	b.Grow(len(text))
	for line := range strings.Lines(text) {
		if line = strings.TrimLeft(strings.TrimRight(line, " \t\r\n│┃"), " \t>|│┃"); line != "" {
			if b.Len() > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(line)
		}
	}
	return b.String()
}

// Filled returns the remedy with its blanks filled in, as Fill does.
func (r Remedy) Filled(known func(name string) string) Remedy {
	out := Remedy{Take: r.Take, Who: Fill(r.Who, known), Send: Fill(r.Send, known), Check: Fill(r.Check, known)}
	for _, f := range r.Fix {
		out.Fix = append(out.Fix, Fill(f, known))
	}
	return out
}

// Line is what to do now, in one line.
func (r Remedy) Line() string { return strings.Join(r.Fix, " ") }

// OnScreen fills the blanks of a screen's text in Markdown with what is known in one plain word, which no Markdown and no shell takes
// for anything else.
func OnScreen(text string, known func(name string) string) string {
	return Fill(text, func(name string) string {
		if v := known(name); plainWord.MatchString(v) {
			return v
		}
		return ""
	})
}

// guarded matches a value that a command takes from a variable and does not run without, as a POSIX shell has it:
// "${MODEL:?the id of the model that fails}".
var guarded = expr.Lazy{Expr: `"\$\{([A-Z][A-Z_]*):\?[^}"]*\}"`}

// plainWord matches what a shell takes as it is.
var plainWord = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._:/@-]*$`)

// CommandIn returns the question's command with what the session's notes know filled in: MODEL is the note model. What they do
// not know stays as it is in the playbook, so that the shell refuses to run it and says what is missing.
func (q *Question) CommandIn(s *Session) string {
	return guarded.ReplaceAllStringFunc(q.Command, func(m string) string {
		name := strings.ToLower(guarded.FindStringSubmatch(m)[1])
		if v := s.NoteText(name); plainWord.MatchString(v) {
			return v
		}
		return m
	})
}

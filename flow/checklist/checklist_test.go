package checklist

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/charmbracelet/x/exp/golden"
	"github.com/google/go-cmp/cmp"

	"why403/content"
	"why403/flow"
	"why403/flow/must"
	"why403/flow/racetest"
)

var epoch = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func door() *flow.Playbook {
	return &flow.Playbook{
		ID: "door", Title: "Why does the door not open?",
		Facts: map[string]flow.FactInfo{"beeps": {About: "The reader beeps"}, "other-card": {About: "Another card opens it"}, "hours": {About: "It opens at other hours"}, "silent": {About: "The log is silent"}},
		Roles: []flow.Role{{ID: "desk", Title: "the front desk"}, {ID: "caretaker", Title: "the caretaker"}},
		Questions: []flow.Question{
			{ID: "beeps", Ask: "Does the reader beep?", Say: "Could you tell me whether the reader beeps?", Why: "A silent reader has no power.", How: []string{"Hold the card to the reader.", "Listen for `one beep`, see [the guide](https://example.com/beep).", "Hold it there for three seconds, which is what the oldest of the readers need.", "Do it again."}, Link: "https://example.com/reader"},
			{ID: "other-card", Ask: "Does another card open it?", Command: "ask --card \\\n  \"$COLLEAGUE\"\n", How: []string{"Borrow one."}},
			{ID: "hours", Ask: "Does it open at other hours?"},
		},
	}
}

// parked is a session in which the questions wait for an answer.
func parked(facts ...flow.Fact) *flow.Session {
	s := new(flow.Session)
	for _, f := range facts {
		s.Assert(epoch, f)
	}
	return s
}

func wait(id, role string) flow.Fact {
	return flow.Fact{ID: id, Value: flow.Unsure, From: flow.You, Asked: role}
}

func TestWrite(t *testing.T) {
	t.Parallel()
	s := parked(wait("beeps", "caretaker"), wait("hours", "Bob, sk-ant-api03-FAKEFAKEFAKEFAKEFAKEFAKEwxyz \x1b[31mof\nnight"), wait("other-card", "caretaker"), wait("silent", "desk"))
	s.Open(flow.About{Ticket: "A-7 api_key=FAKEFAKEFAKEFAKE1234"}, epoch)
	golden.RequireEqual(t, Write(door(), s, ""))
}

func TestWriteForARole(t *testing.T) {
	t.Parallel()
	s := parked(wait("beeps", "caretaker"), wait("hours", "Bob"), wait("other-card", "caretaker"))
	for role, want := range map[string]string{"caretaker": "beeps other-card", "The Caretaker": "beeps other-card", "bob": "hours", "desk": "", "": "beeps other-card hours"} {
		var got []string
		for l := range strings.Lines(Write(door(), s, role)) {
			if m := marker().FindStringSubmatch(strings.TrimSpace(l)); m != nil {
				got = append(got, m[2])
			}
		}
		if g := strings.Join(got, " "); g != want {
			t.Errorf("for %q: asks %q, want %q", role, g, want)
		}
	}
	if got := Write(door(), new(flow.Session), ""); got != "" {
		t.Errorf("nothing is parked, and it writes %q", got)
	}
}

// TestWriteFits writes every question of the playbook that ships, to be sent and for a window of 60 columns.
func TestWriteFits(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	book := must.Have(t, content.Default)
	s := new(flow.Session)
	for _, q := range book.Questions {
		s.Assert(epoch, wait(q.ID, q.Role))
		if q.Role == "" {
			s.Assert(epoch, wait(q.ID, "the customer"))
		}
	}
	text := Write(book.Playbook, s, "")
	if sent := (Of{book.Playbook}).Write(s, "", 0); sent != text {
		t.Error("what is sent is another text")
	}
	for narrow := range strings.Lines((Of{book.Playbook}).Write(s, "", 58)) {
		if l := strings.TrimSuffix(narrow, "\n"); utf8.RuneCountInString(l) > 58 && len(strings.Fields(l)) > 2 && !strings.HasPrefix(l, "    ") { // An address behind its label is one.
			t.Errorf("wider than 58: %q", l)
		}
	}
	for l := range strings.Lines(text) {
		l = strings.TrimSuffix(l, "\n")
		if utf8.RuneCountInString(l) > width && strings.Contains(strings.TrimSpace(l), " ") && !strings.HasPrefix(l, "    ") {
			t.Errorf("wider than %d: %q", width, l)
		}
		for _, mark := range []string{"`", "**", "]("} {
			if strings.Contains(l, mark) && !strings.HasPrefix(l, "    ") {
				t.Errorf("a mark was left in %q", l)
			}
		}
	}
	if got := Read(book.Playbook, s, text); len(got.Facts) != 0 || len(got.Notes) != 0 || len(got.Problems) != 0 || got.Waiting != len(book.Questions) {
		t.Errorf("an unanswered checklist answers something: %+v", got)
	}
}

func TestRead(t *testing.T) {
	t.Parallel()
	says := func(id string, v flow.Value, quote string) flow.Fact {
		return flow.Fact{ID: id, Value: v, From: flow.Colleague, Quote: quote}
	}
	yes, no := says("beeps", flow.Yes, ""), says("hours", flow.No, "")
	on := func(id, text string) flow.Note {
		return flow.Note{Name: flow.NoteOn(id), Text: text, From: flow.Colleague}
	}
	long := strings.TrimSpace(strings.Repeat("it beeps ", 50))
	tests := []struct {
		name, text string
		facts      []flow.Fact
		notes      []flow.Note
		problem    string // In the problems, which are as many as there are lines.
	}{
		{name: "filled in", text: "Answer [beeps] (yes / no / not sure): yes\nAnswer [hours] (yes / no / not sure): No.\n", facts: []flow.Fact{yes, no}},
		{name: "the other way round", text: "Answer [hours]: no\nAnswer [beeps]: yes", facts: []flow.Fact{yes, no}},
		{name: "quoted, CRLF", text: "Hi,\r\nsee below.\r\n\r\n> Question 1 of 2\r\n> Could you tell me whether the reader beeps?\r\n> Answer [beeps] (yes / no / not sure): YES\r\n>\r\n> Question 2 of 2\r\n> Answer [hours] (yes / no / not sure): n\r\n", facts: []flow.Fact{yes, no}},
		{name: "written under the quoted line", text: "> > Answer [beeps] (yes / no / not sure):\n\nYes, twice.\n\nAnd loudly.\n\n> > Question 2 of 2\n> > Does it open at other hours?\n> > Answer [hours] (yes / no / not sure): \nno\n\nBob\n+49 30 FAKE\n", facts: []flow.Fact{says("beeps", flow.Yes, "twice. And loudly."), no}},
		{name: "the question's words behind an answer", text: "> Answer [beeps]: yes\n> Does it open at\n> other hours?\n> Answer [hours]: no\n", facts: []flow.Fact{yes, no}},
		{name: "broken before the colon", text: "> Answer [beeps] (yes / no / not\n> sure): yes\n> Answer [hours] (yes /\n> no / not\n> sure): no", facts: []flow.Fact{yes, no}},
		{name: "marks", text: "**Answer [Beeps] (yes / no / not sure):** *Yes*\n- [hours] - “no”", facts: []flow.Fact{yes, no}},
		{name: "no colon", text: "Answer [beeps] (yes / no / not sure) yes", facts: []flow.Fact{yes}},
		{name: "footers", text: "Answer [beeps]: yes\nBest regards,\nBob\n\nAnswer [hours]: no\n-- \nBob\n", facts: []flow.Fact{yes, no}},
		{name: "a mail below", text: "Answer [hours]: no\nOn Mon, 23 Nov 2026 at 10:00, Ann <ann@example.com> wrote:\n> Answer [hours] (yes / no / not sure):\n", facts: []flow.Fact{no}},
		{name: "the same twice", text: "Answer [hours]: no\n> Answer [hours]: No", facts: []flow.Fact{no}},
		{name: "synonyms", text: "Answer [beeps]: Y\nAnswer [hours]: FALSE", facts: []flow.Fact{yes, no}},
		{name: "not sure", text: "Answer [beeps]: ?\nAnswer [hours]: I don’t know, ask Ann", facts: []flow.Fact{says("beeps", flow.Unsure, ""), says("hours", flow.Unsure, "ask Ann")}},
		{name: "not sure is not no", text: "Answer [beeps]: not sure\nAnswer [hours]: no idea", facts: []flow.Fact{says("beeps", flow.Unsure, ""), says("hours", flow.Unsure, "")}},
		{name: "a remark without a mark", text: "Answer [beeps]: yes it does\nAnswer [hours]: no - never, not even on Sundays", facts: []flow.Fact{says("beeps", flow.Yes, "it does"), says("hours", flow.No, "never, not even on Sundays")}},
		{name: "a long remark", text: "Answer [beeps]: yes, " + long, facts: []flow.Fact{says("beeps", flow.Yes, string([]rune(long)[:maxQuote-1])+"…")}, notes: []flow.Note{on("beeps", long)}},
		{name: "a key in a remark", text: "Answer [beeps]: yes, with sk-ant-api03-FAKEFAKEFAKEFAKE\nFAKEFAKEFAKEwxyz", facts: []flow.Fact{says("beeps", flow.Yes, "with sk-ant-api03-…wxyz")}},
		{name: "none of the words", text: "Answer [beeps]: we will look tomorrow", notes: []flow.Note{on("beeps", "Answered with “we will look tomorrow”, which was not taken.")}, problem: "none of yes, no, and not sure"},
		{name: "a word that only begins so", text: "Answer [beeps]: yesterday", notes: []flow.Note{on("beeps", "Answered with “yesterday”, which was not taken.")}, problem: "none of yes"},
		{name: "no longer is no answer", text: "Answer [beeps]: no longer", notes: []flow.Note{on("beeps", "Answered with “no longer”, which was not taken.")}, problem: "none of yes"},
		{name: "not applicable", text: "Answer [beeps]: n/a", notes: []flow.Note{on("beeps", "Answered with “n/a”, which was not taken.")}, problem: "none of yes"},
		{name: "not sure yet", text: "Answer [beeps]: not sure yet", notes: []flow.Note{on("beeps", "Answered with “not sure yet”, which was not taken.")}, problem: "none of yes"},
		{name: "maybe", text: "Answer [beeps]: maybe", notes: []flow.Note{on("beeps", "Answered with “maybe”, which was not taken.")}, problem: "none of yes"},
		{name: "the choice left as it was", text: "Answer [beeps]: yes / no / not sure", notes: []flow.Note{on("beeps", "Answered with “yes / no / not sure”, which was not taken.")}, problem: "more than one thing"},
		{name: "yes and no", text: "Answer [beeps]: yes and no", notes: []flow.Note{on("beeps", "Answered with “yes and no”, which was not taken.")}, problem: "more than one thing"},
		{name: "yes?", text: "Answer [beeps]: yes?", notes: []flow.Note{on("beeps", "Answered with “yes?”, which was not taken.")}, problem: "more than one thing"},
		{name: "yes, I think", text: "Answer [beeps]: yes, I think", notes: []flow.Note{on("beeps", "Answered with “yes, I think”, which was not taken.")}, problem: "more than one thing"},
		{name: "no, taken back", text: "Answer [beeps]: No, not sure", notes: []flow.Note{on("beeps", "Answered with “No, not sure”, which was not taken.")}, problem: "more than one thing"},
		{name: "twice, differently, with remarks", text: "Answer [beeps]: yes, at noon\nAnswer [beeps]: no, at night", notes: []flow.Note{on("beeps", "Answered with “yes, at noon / no, at night”, which was not taken.")}, problem: "two ways, yes and no"},
		{name: "twice, differently", text: "Answer [beeps]: yes\nAnswer [beeps]: no", problem: "two ways, yes and no"},
		{name: "unknown", text: "Answer [brakes]: yes\nAnswer [beeps]: yes", facts: []flow.Fact{yes}, problem: "[brakes] is no question"},
		{name: "a key for a name", text: "Answer [sk-ant-api03-FAKEFAKEFAKEFAKEFAKEFAKEwxyz]: yes\n", problem: "[sk-ant-api03-…wxyz] is no question"},
		{name: "known already", text: "Answer [silent]: yes\n[other-card]: no", problem: "[silent] is not parked any more\n[other-card] is not parked, and nobody"},
		{name: "footnotes are no answers", text: "Answer [beeps]: yes\n\n[1]: yes https://example.com\n[image: logo]", facts: []flow.Fact{yes}},
		{name: "another text", text: "yes\nno\n", problem: "No answer found"},
		{name: "nothing", text: "", problem: "No answer found"},
		{name: "too long", text: "Answer [beeps]: yes\n" + strings.Repeat(" ", maxText), problem: "longer than 256 KiB"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := parked(wait("beeps", "caretaker"), wait("hours", "Bob"), flow.Fact{ID: "silent", Value: flow.Yes, From: flow.You})
			before := s.Len()
			got := Read(door(), s, tt.text)
			if d := cmp.Diff(tt.facts, got.Facts); d != "" {
				t.Errorf("facts (- want, + got):\n%s", d)
			}
			if d := cmp.Diff(tt.notes, got.Notes); d != "" {
				t.Errorf("notes (- want, + got):\n%s", d)
			}
			var wants []string
			if tt.problem != "" {
				wants = strings.Split(tt.problem, "\n")
			}
			all := strings.Join(got.Problems, "\n")
			for _, w := range wants {
				if !strings.Contains(all, w) {
					t.Errorf("problems %q, want %q among them", got.Problems, w)
				}
			}
			if len(got.Problems) != len(wants) {
				t.Errorf("problems %q, want %d", got.Problems, len(wants))
			}
			if want := 2 - len(tt.facts); got.Waiting != want {
				t.Errorf("%d are waiting, want %d", got.Waiting, want)
			}
			if s.Len() != before {
				t.Error("it added to the session")
			}
		})
	}
}

func TestNotesAreAddedTo(t *testing.T) {
	t.Parallel()
	s := parked(wait("beeps", "caretaker"))
	s.Note(epoch, flow.Note{Name: flow.NoteOn("beeps"), Text: "rang twice", From: flow.You})
	got := Read(door(), s, "Answer [beeps]: later")
	if want := "rang twice\nAnswered with “later”, which was not taken."; len(got.Notes) != 1 || got.Notes[0].Text != want {
		t.Fatalf("notes %+v, want %q", got.Notes, want)
	}
	s.Note(epoch, got.Notes...)
	if again := Read(door(), s, "Answer [beeps]: later"); len(again.Notes) != 0 {
		t.Errorf("the same words are noted again: %+v", again.Notes)
	}
}

// TestHostileTextsAreQuick reads texts that would take hours if a part of the reading were not linear.
func TestHostileTextsAreQuick(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	s := parked(wait("beeps", "caretaker"), wait("hours", "Bob"))
	for _, unit := range []string{"a\n", "\n", "[hours] (yes\n", "Answer [hours]: maybe\n", ">", "Answer [zz]: y\nyes?", "(yes ", "no - "} {
		got := Read(door(), s, "Answer [beeps]: no, "+strings.Repeat(unit, maxText/8/len(unit)))
		if len(got.Problems) > maxStray+2 || got.Waiting+len(got.Facts) != 2 {
			t.Errorf("%q: %d problems, %d facts", unit, len(got.Problems), len(got.Facts))
		}
	}
}

// TestLetterStandsAlone holds that who gets the letter needs nothing else: the error, the call, what was found, and what is possible.
func TestLetterStandsAlone(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	book := must.Have(t, content.Default)
	s := new(flow.Session)
	s.Open(flow.About{Ticket: "CS-1", Whose: flow.Customer}, epoch)
	s.Read(book.Read([]byte("HTTP/1.1 403\nrequest-id: req_011CFAKE\nPOST https://api.anthropic.com/v1/messages\n"+
		`{"model":"claude-opus-5-5"}`+"\n"+`{"type":"error","error":{"type":"permission_error","message":"Your API key does not have permission to use the specified resource."},"request_id":"req_011CFAKE"}`)), flow.Pasted, epoch)
	s.Assert(epoch, flow.Fact{ID: "plain-works", Value: flow.Yes, From: flow.Customer}, wait("uses-beta", "developer"))
	letter := Write(book.Playbook, s, "developer")
	head, _, ok := strings.Cut(letter, "\nPlease write")
	if !ok {
		t.Fatal(letter)
	}
	for _, want := range []string{
		"Ticket: CS-1", "HTTP 403 Your API key does not have permission", "api.anthropic.com", "claude-opus-5-5", "req_011CFAKE",
		"  - A plain tiny request on claude-haiku-5-5 works", "Possible causes\n  - This model is not available to your organization\n",
		"Time: before 2026-11-23 12:00 UTC, when we got the error", "This is for the developer of the failing program:",
	} {
		if !strings.Contains(head, want) {
			t.Errorf("the letter lacks %q:\n%s", want, head)
		}
	}
	if got := Read(book.Playbook, s, letter); len(got.Facts)+len(got.Problems) != 0 {
		t.Errorf("an unanswered letter answers something: %+v", got)
	}
}

// TestLetterSpeaksToItsReader holds that a letter greets who is named, says how to answer the questions that it has and no others, lists
// the numbers and the answers of a numbered one, and has no word of the program's own.
func TestLetterSpeaksToItsReader(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	book := must.Have(t, content.Default)
	for _, c := range []struct {
		asked, question string
		has, lacks      []string
	}{
		{"Jane", "other-key-works", []string{"Hello Jane,\n", "one question.", "the number of the answer, or not sure", "Answer [other-keys] (1 / 2 / 3 / 4 / 5 / 6 / not sure): ", "  1. refused too; failing key newer (created after the access was given)\n"}, []string{"yes, no", "For Jane", "each colon"}},
		{"Jane Doe (platform team)", "org-lists-model", []string{"Hello Jane Doe,\n", "Please write yes, no, or not sure"}, []string{"number", "platform team"}},
		{"Ms. Baker, on Mondays", "org-lists-model", []string{"Hello Ms. Baker,\n"}, nil},
		{"Łukasz", "org-lists-model", []string{"Hello Łukasz,\n"}, nil},
		{"田中", "org-lists-model", []string{"Hello 田中,\n"}, nil},
		{"the night shift", "org-lists-model", []string{"Hello,\n"}, []string{"Hello the"}},
		{"network-team", "org-lists-model", []string{"Hello,\n", "This is for the network team: you can"}, []string{"network-team"}},
		{"", "org-lists-model", []string{"Hello,\n", "need your help with one question"}, nil},
	} {
		s := new(flow.Session)
		s.Read(book.Read([]byte(`HTTP/1.1 403 Forbidden`+"\n"+`{"type":"error","error":{"type":"permission_error","message":"Your API key does not have permission to use the specified resource."},"request_id":"req_011CFAKE"}`)), flow.Pasted, epoch)
		if c.asked == "" {
			c.asked = "somebody"
		}
		s.Assert(epoch, flow.Fact{ID: "plain-works", Value: flow.Yes, From: flow.Customer}, flow.Fact{ID: "own-model-works", Value: flow.No, From: flow.Customer}, flow.Fact{ID: "own-model-404", Value: flow.No, From: flow.Customer}, wait(c.question, c.asked))
		letter := Write(book.Playbook, s, "")
		line := strings.Join(strings.Fields(letter), " ")
		for _, want := range c.has {
			if !strings.Contains(letter, want) && !strings.Contains(line, want) {
				t.Errorf("to %q: the letter lacks %q:\n%s", c.asked, want, letter)
			}
		}
		for _, never := range append(c.lacks, "Still possible", "old key", "key limits", "parked", "playbook") {
			if strings.Contains(letter, never) {
				t.Errorf("to %q: the letter says %q:\n%s", c.asked, never, letter)
			}
		}
	}
}

// TestAnswerWithoutTheMail puts under an answer what mail programs and people put there, in its place behind the last answer and between
// the answers and the mail that is quoted: the remark is what was said, and no more.
func TestAnswerWithoutTheMail(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	signatures := []string{
		"-- \nBob", "--\nBob", "—\nBob", "Best regards,\nBob", "Best regards, Bob", "Kind regards Bob Miller", "Regards\nBob", "BR\nBob", "Cheers,\nBob", "Thanks!\nBob", "Thanks, Bob", "Many thanks\nBob",
		"Thank you very much,\nBob", "Yours sincerely\nBob", "Have a nice day\nBob", "Best,\nBob", "All the best\nBob",
		"Mit freundlichen Grüßen\nBob", "Viele Grüße, Bob", "Beste Grüße\nBob", "LG Bob", "VG\nBob", "MfG\nBob", "Vielen Dank\nBob", "Danke, Bob", "Gruß Bob", "Liebe Grüße\nBob",
		"Cordialement,\nBob", "Bien à vous\nBob", "Merci d'avance\nBob", "Bien cordialement\nBob", "Saludos\nBob", "Un saludo,\nBob", "Muchas gracias\nBob", "Atentamente\nBob",
		"Cordiali saluti\nBob", "Grazie mille\nBob", "Atenciosamente,\nBob", "Obrigado\nBob", "Met vriendelijke groet,\nBob", "Groeten, Bob", "Med vänliga hälsningar\nBob", "Mvh Bob", "Tack!\nBob",
		"Med venlig hilsen\nBob", "Pozdrawiam\nBob", "С уважением\nBob", "Saygılarımla\nBob", "よろしくお願いします\nBob", "谢谢\nBob",
		"Sent from my iPhone", "Sent from Outlook for Android", "Get Outlook for iOS<https://aka.example/x>", "Sent with Proton Mail secure email.", "Von meinem iPhone gesendet", "Gesendet von Outlook für Android",
		"Envoyé de mon iPhone", "Enviado desde mi iPhone", "Inviato da iPhone", "Verzonden vanaf mijn iPhone", "Skickat från min iPhone", "Sendt fra min iPhone", "Wysłane z iPhone'a", "Отправлено с iPhone", "iPhoneから送信", "发自我的iPhone",
		"On Mon, 23 Nov 2026 at 10:00, Ann <ann@example.com> wrote:\n> Hello", "On Mon, 23 Nov 2026 at 10:00, Ann\n<ann@example.com> wrote:\n> Hello", "Am Mo., 23. Nov. 2026 um 10:00 Uhr schrieb Ann <ann@example.com>:\n> Hello",
		"Le lun. 23 nov. 2026 à 10:00, Ann <ann@example.com> a écrit :\n> Hello", "El lun, 23 nov 2026 a las 10:00, Ann escribió:\n> Hello", "Il giorno lun 23 nov 2026 alle ore 10:00 Ann ha scritto:\n> Hello",
		"Op ma 23 nov. 2026 om 10:00 schreef Ann:\n> Hello", "Em seg., 23 de nov. de 2026 às 10:00, Ann escreveu:\n> Hello", "Den mån 23 nov. 2026 kl 10:00 skrev Ann:\n> Hello", "2026年11月23日(月) 10:00 Ann <ann@example.com>:\n> Hello", "Ann 于2026年11月23日周一 10:00写道：\n> Hello",
		"-----Original Message-----\nFrom: Ann", "-----Ursprüngliche Nachricht-----\nVon: Ann", "________________________________\nVon: Ann", "From: Ann <ann@example.com>\nSent: Monday", "Von: Ann\nGesendet: Montag", "De : Ann\nEnvoyé : lundi", "Da: Ann\nInviato: lunedì", "差出人: Ann\n送信日時: 月曜日",
		"\nBob Miller\nFacilities\n+49 30 FAKE", "\nBob\n\n> Why does the door not open?\n> We are looking",
	}
	for _, sig := range signatures {
		for place, text := range map[string]string{
			"at the end":        "Answer [beeps]: yes\nAnswer [hours]: no, never\n" + sig + "\n",
			"under it":          "Answer [beeps]: yes\nAnswer [hours]:\nno, never\n" + sig + "\n",
			"after a line":      "Answer [beeps]: yes\nAnswer [hours]: no, never\n\n" + sig + "\n",
			"above the quoted":  "Answer [beeps]: yes\nAnswer [hours]: no, never\n\n" + sig + "\n\n> Question 1 of 2\n> Does the reader beep?\n> Answer [beeps] (yes / no / not sure): \n> Answer [hours] (yes / no / not sure): \n",
			"behind its quoted": "> Answer [beeps] (yes / no / not sure): yes\n> Answer [hours] (yes / no / not sure): no, never\n\n" + sig + "\n",
			"by a telephone":    "Answer [beeps]: yes\r\nAnswer [hours]: no, never\r\n" + strings.ReplaceAll(sig, "\n", "\r\n"),
		} {
			if place == "behind its quoted" && strings.Contains(sig, "> Why does") {
				continue // Nothing tells this from an answer under the line that is quoted.
			}
			s := parked(wait("beeps", "caretaker"), wait("hours", "Bob"))
			got := Read(door(), s, text)
			if len(got.Facts) != 2 || got.Facts[1].Quote != "never" || len(got.Notes)+len(got.Problems) > 0 {
				t.Errorf("%s, %q: %+v", place, sig, got)
			}
		}
	}
	for remark, want := range map[string]string{ // What looks like an end, and is none.
		"thanks to the new badge it opens": "thanks to the new badge it opens", "best seen at night": "best seen at night", "sent two badges back": "sent two badges back", "on the server we see this: beep": "on the server we see this: beep",
		"it beeps - and it blinks": "it beeps - and it blinks", "ask Ann <ann@example.com>": "ask Ann <ann@example.com>", "at 10:15 it was shut": "at 10:15 it was shut", "from 8 to 10": "from 8 to 10",
		"with the iPhone app it works": "with the iPhone app it works", "Best regards, Bob": "", "thanks": "", "never. Viele Grüße, Bob": "never.",
	} {
		s := parked(wait("beeps", "caretaker"), wait("hours", "Bob"))
		for _, sep := range []string{", ", ".\n"} {
			got := Read(door(), s, "Answer [beeps]: yes\nAnswer [hours]: no"+sep+remark+"\n\nKind regards\nBob\n")
			if len(got.Facts) != 2 || got.Facts[1].Quote != want {
				t.Errorf("no%s%s: %+v, want %q", sep, remark, got, want)
			}
		}
	}
}

package checklist

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"why403/flow"
)

// kept is a session that is kept under the name, about the ticket, with two questions parked.
func kept(name, ticket, origin string) *flow.Session {
	s := new(flow.Session)
	s.Open(flow.About{Name: name, Ticket: ticket, Origin: origin}, epoch)
	s.Assert(epoch, wait("beeps", "caretaker"), wait("hours", "Bob"))
	return s
}

// filled is the session's letter with yes behind every colon.
func filled(s *flow.Session) string {
	return strings.ReplaceAll(Write(door(), s, ""), "(yes / no / not sure): ", "(yes / no / not sure): yes")
}

// TestLetterOfAnotherSession holds that a reply to another session's letter is told from one to this, whatever is left of it, and that what
// people type by hand, or hand over with a session, is not taken for one.
func TestLetterOfAnotherSession(t *testing.T) {
	t.Parallel()
	here := kept("20261123-1405-k7q2", "CS-1", "")
	other := filled(kept("20261122-0900-ab3c", "CS-4", ""))
	own := filled(here)
	quoted := func(s string) string { return "> " + strings.ReplaceAll(s, "\n", "\n> ") }
	only := func(s string) string { // The answers alone, as people copy them out of a mail.
		var out []string
		for l := range strings.SplitSeq(s, "\n") {
			if strings.HasPrefix(l, "Answer ") {
				out = append(out, l)
			}
		}
		return strings.Join(out, "\n")
	}
	byHand := "Answer [beeps]: yes\nAnswer [hours]: yes"
	ab3c := &flow.Letter{Ticket: "CS-4", Session: "ab3c", Known: true}
	tests := []struct {
		name, text string
		s          *flow.Session
		other      *flow.Letter
		answers    int
	}{
		{"its own", own, here, nil, 2},
		{"its own, quoted", quoted(own), here, nil, 2},
		{"its own, the answers alone", only(own), here, nil, 2},
		{"its own, written before it had its ticket", filled(kept("20261123-1405-k7q2", "", "")), here, nil, 2},
		{"its own, after the ticket was corrected", filled(kept("20261123-1405-k7q2", "CS-11", "")), here, nil, 2},
		{"its own, with capitals", strings.ReplaceAll(own, "/k7q2", "/K7Q2"), here, nil, 2},
		{"its own, with a help desk's ticket", "Ticket: 88123\n" + own, here, nil, 2},
		{"another's", other, here, ab3c, 2},
		{"another's, quoted twice", quoted(quoted(other)), here, ab3c, 2},
		{"another's, the answers alone", only(other), here, &flow.Letter{Session: "ab3c", Known: true}, 2},
		{"another's, without a ticket here", other, kept("20261123-1405-k7q2", "", ""), ab3c, 2},
		{"another's of the same ticket", filled(kept("20261120-0900-zz2z", "CS-1", "")), here, &flow.Letter{Session: "zz2z", Known: true}, 2},
		{"another's below its own", own + quoted(other), here, nil, 2},
		{"by hand", byHand, here, nil, 2},
		{"by hand, above another ticket", byHand + "\n\nTicket: CS-4\n", here, &flow.Letter{Ticket: "CS-4", Known: true}, 2},
		{"by hand, where no ticket is known", byHand + "\n\nTicket: 88123\n", kept("20261123-1405-k7q2", "", ""), nil, 2},
		{"handed over, and answered as it was asked there", other, kept("20261123-1405-k7q2", "", "20261122-0900-ab3c, of 2026-11-23 09:00 UTC"), nil, 2},
		{"kept nowhere", filled(kept("", "", "")), kept("", "", ""), nil, 2},
		{"not filled in", Write(door(), kept("20261122-0900-ab3c", "CS-4", ""), ""), here, ab3c, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := Read(door(), tt.s, tt.text)
			if d := cmp.Diff(tt.other, got.Other); d != "" {
				t.Errorf("whose letter (- want, + got):\n%s", d)
			}
			if len(got.Facts) != tt.answers {
				t.Errorf("%d answers, want %d: %q", len(got.Facts), tt.answers, got.Problems)
			}
		})
	}
}

// TestProseIsNoReply holds that who answers in prose is told how, by the very line that their letter has.
func TestProseIsNoReply(t *testing.T) {
	t.Parallel()
	got := Read(door(), kept("20261123-1405-k7q2", "", ""), "Hi, yes, it beeps twice and then nothing happens.\n\nBob")
	if !got.Blank || len(got.Facts) != 0 || len(got.Problems) != 1 || !strings.HasSuffix(got.Problems[0], ": Answer [beeps/k7q2] (yes / no / not sure): yes") {
		t.Errorf("got %+v", got)
	}
}

// TestNextReplyReplacesTheLast holds that what a reply has left on a question goes when a better one comes, and what people noted here stays.
func TestNextReplyReplacesTheLast(t *testing.T) {
	t.Parallel()
	for _, own := range []string{"", "rang twice"} {
		s := kept("20261123-1405-k7q2", "", "")
		if own != "" {
			s.Note(epoch, flow.Note{Name: flow.NoteOn("beeps"), Text: own, From: flow.You})
		}
		read := func(answer string) {
			got := Read(door(), s, "Answer [beeps]: "+answer)
			s.Tell(epoch, got.Facts, got.Notes)
		}
		for _, step := range []struct{ answer, note string }{
			{"we will look tomorrow", "Answered with “we will look tomorrow”, which was not taken."},
			{"", "Answered with “we will look tomorrow”, which was not taken."},
			{"maybe on Sunday", "Answered with “maybe on Sunday”, which was not taken."},
			{"no, never", ""},
		} {
			read(step.answer)
			want := strings.Trim(own+"\n"+step.note, "\n")
			if got := s.NoteText(flow.NoteOn("beeps")); got != want {
				t.Errorf("after %q the note is %q, want %q", step.answer, got, want)
			}
		}
		if f, _ := s.Fact("beeps"); s.Replied(f) != "caretaker" {
			t.Errorf("the answer is %q's", s.Replied(f))
		}
	}
}

// TestLetterSaysWhoseFixWasMade holds that who is asked after a fix hears that it was made.
func TestLetterSaysWhoseFixWasMade(t *testing.T) {
	t.Parallel()
	book := door()
	book.Verdicts = []flow.Verdict{{ID: "card", Title: "The card is broken", Always: true}}
	s := kept("20261123-1405-k7q2", "", "")
	s.TriedSame(book, "card", flow.You, epoch)
	if got := Write(book, s, ""); !strings.Contains(got, "\nWhose fix was made, and the request is still refused\n  - The card is broken\n") {
		t.Errorf("it writes:\n%s", got)
	}
}

// TestAnswerUnderAnotherWord holds that a line with the letter's own name in its brackets and an answer behind the colon is one, however its
// first word is spelled, and that no other bracket is.
func TestAnswerUnderAnotherWord(t *testing.T) {
	t.Parallel()
	for text, answered := range map[string]bool{
		"Anwser [beeps/k7q2] (yes / no / not sure): no":          true,
		"Antwort [beeps/k7q2]: no":                               true,
		"> 1. My answer: [BEEPS/K7Q2] (yes / no / not sure): no": true,
		"Answ3r [beeps/k7q2] (yes /\nno / not sure): no":         true,
		"I looked at [beeps/k7q2] and saw no light":              false,
		"see [beeps]: no idea what this is":                      false,
		"Anwser [beeps/k7q2] (yes / no / not sure):":             false,
	} {
		got := Read(door(), kept("20261123-1405-k7q2", "", ""), text)
		if ok := len(got.Facts) == 1 && got.Facts[0].ID == "beeps" && got.Facts[0].Value == flow.No; ok != answered || len(got.Facts) > 1 {
			t.Errorf("%q: %+v", text, got)
		}
	}
}

// TestLateReply holds that a reply to a question which waits no more says which question that is and how it stands, and takes nothing; and
// that what stands around the letter is told apart from it.
func TestLateReply(t *testing.T) {
	t.Parallel()
	waits := wait("beeps", "caretaker")
	for _, c := range []struct {
		name, reply, want, around string
		then                      flow.Fact
		late                      bool
	}{
		{"answered", "Answer [beeps/k7q2] (yes / no / not sure): no, never", "“Does the reader beep?” is answered already. The reply's answer, \"no, never\", was left out", "", flow.Fact{ID: "beeps", Value: flow.Yes, From: flow.You}, true},
		{"another error", "Answer [beeps/k7q2] (yes / no / not sure): no", "“Does the reader beep?” waited for the caretaker, and is not asked now, because the call is another one.", "", flow.Fact{ID: "beeps", From: flow.Pasted}, true},
		{"quoted", "Hi,\nthe door says E7.\n> Why does the door not open?\n> Answer [beeps/k7q2] (yes / no / not sure): no\n> End of the questions\n\nBob", "is answered already", "Hi,\nthe door says E7.\n\nBob", flow.Fact{ID: "beeps", Value: flow.No, From: flow.You}, true},
		{"without a stamp", "Answer [beeps]: no", "is answered already", "", flow.Fact{ID: "beeps", Value: flow.No, From: flow.You}, true},
		{"left empty", "E7\nAnswer [beeps/k7q2] (yes / no / not sure): ", "", "", flow.Fact{ID: "beeps", Value: flow.No, From: flow.You}, false},
		{"a log", "[beeps] twice", "is answered already", "", flow.Fact{ID: "beeps", Value: flow.No, From: flow.You}, false},
		{"still waiting", "Answer [beeps]: no", "", "", flow.Fact{ID: "hours", Value: flow.No, From: flow.You}, false},
	} {
		s := parked(waits)
		s.Open(flow.About{Name: "20261123-1405-k7q2"}, epoch)
		s.Assert(epoch, c.then)
		got := Read(door(), s, c.reply)
		if p := strings.Join(got.Problems, "\n"); !strings.Contains(p, c.want) || c.want == "" && p != "" {
			t.Errorf("%s: it says %q, want %q", c.name, p, c.want)
		}
		if got.Outdated() != c.late || strings.TrimSpace(got.Around) != c.around || c.late && len(got.Facts)+len(got.Notes) > 0 {
			t.Errorf("%s: %+v", c.name, got)
		}
	}
}

package tui

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"why403/content"
	"why403/flow"
	"why403/flow/must"
	"why403/flow/report"
)

// TestReplyInProse holds that a reply in prose, on the letter's line or above the letter, is told not to be taken, and that one key leads to its
// question with the words beside it.
func TestReplyInProse(t *testing.T) {
	t.Parallel()
	book := must.Have(t, content.Default)
	const prose = "it is the office one, I think"
	for _, size := range [][2]int{{80, 24}, {60, 16}} {
		bench := func() *bench {
			b := newBench(t, size[0], size[1], bookOf(book, flow.Customer, "CS-1"))
			return b.paste(elsewhere).press("enter", "z", "enter", "Z", "p")
		}
		bench().paste("Answer [way:127] (1 / 2 / 3 / not sure): "+prose).press("enter").wants("Not taken: [way] is answered with", "▸ The network path to the API", "enter answer it").
			press("enter").wants("go online from")
		bench().paste("Hi,\n"+prose+"\n\n> Answer [way:127] (1 / 2 / 3 / not sure): \n").press("enter").wants("Not taken: nothing in the reply is filled in", "ctrl+y keeps what they wrote as their words").
			press("ctrl+y").wants("go online from")
		bench().paste("Answer [way:127] (1 / 2 / 3 / not sure): 3").press("enter").wants("What came back").lacks("Not taken")
	}
}

// sentTo is a desk with one question parked with each of these, in the order in which they are asked.
func sentTo(t *testing.T, who ...string) *bench {
	t.Helper()
	book := must.Have(t, content.Default)
	b := newBench(t, 80, 24, bookOf(book, flow.Customer, "CS-1"))
	b.paste(elsewhere).press("enter")
	for _, w := range who {
		b.press("z").paste(w).press("enter")
	}
	return b
}

// TestDraftOfEachLetter holds that every letter has a draft of its own: a reply that was refused is glued to no other's, none is lost by what
// becomes of another, and it is gone once its question is answered.
func TestDraftOfEachLetter(t *testing.T) {
	t.Parallel()
	const carl, dora = "Yes it is listed. Carl", "It works with the new one. Dora"
	b := sentTo(t, "Carl", "Dora").press("Z", "p").paste(carl).press("enter").wants("ctrl+y keeps", carl).press("backspace", "l", "esc")
	b.press("down").paste(dora).wants(dora).lacks("Carl", "ctrl+y keeps").press("esc")
	b.press("up", "p").wants(carl, "ctrl+y keeps").lacks(dora).press("enter").wants("ctrl+y keeps").press("esc", "down", "p").wants(dora).lacks("Carl").press("esc")
	b.press("up", "p").paste("On its way. Carl").wants("On its way. Carl").lacks("it is listed") // It takes the place of the one that was refused.
	b.press("esc", "down", "p").wants(dora).press("enter", "ctrl+y")
	b.press("y", "Z").wants("Waiting for someone else").press("p").wants("On its way. Carl").lacks("Dora")
}

// TestKeepWordsAfterAnEdit holds that ctrl+y works for as long as the notice promises it, on the text as it stands.
func TestKeepWordsAfterAnEdit(t *testing.T) {
	t.Parallel()
	b := sentTo(t, "Tim").press("Z", "p").paste("No, the hotspot fails the same way. Timm").press("enter").wants("ctrl+y keeps", "ctrl+y keep as words")
	b.press("backspace").wants("ctrl+y keeps", "ctrl+y keep as words").press("ctrl+y").wants("Their words are kept")
	s := b.app.t.state.Session
	if got := s.NoteText(flow.WordsOn(s.Parked()[0].ID)); got != "No, the hotspot fails the same way. Tim" {
		t.Errorf("kept %q", got)
	}
	w, err := report.Write(b.app.t.pb, s, b.app.t.pos, report.FormatMarkdown, report.Options{Now: s.Events()[0].At})
	must.NoError(t, err)
	if !strings.Contains(w.Text, "- Tim wrote: \"No, the hotspot fails the same way. Tim\"") || strings.Contains(w.Text, "colleague") || strings.Contains(w.Text, "What was tried") {
		t.Errorf("the report is:\n%s", w.Text)
	}
	sentTo(t, "Tim").press("Z", "p").paste("a").press("enter").wants("ctrl+y keeps").press("backspace").lacks("ctrl+y")
}

// TestSlipAtAQuestion holds that a reply with a slip, pasted where a question is asked, is told as what it is, and is not lost.
func TestSlipAtAQuestion(t *testing.T) {
	t.Parallel()
	for reply, says := range map[string]string{
		"Answer [way:127] (1 / 2 / 3 / not sure): not 4, 5": `Not taken: [way] is answered with "not 4, 5", which is none of`,
		"Answer [way:127] (1 / 2 / 3 / not sure): 33":       `Not taken: [way] is answered with "33", which is none of`,
		"Answer [wya:127] (1 / 2 / 3 / not sure): 1":        "no question of this playbook; its answer was left out",
	} {
		b := sentTo(t, "Tim").paste(reply)
		if b.wants(says).lacks("nothing new"); strings.Contains(reply, "[way") {
			b.press("enter").wants("go online from", strings.TrimPrefix(reply[strings.LastIndex(reply, ":"):], ": "))
			continue
		}
		b.wants(reply, "Correct the text")
	}
	b := sentTo(t, "Tim").paste("It fails the same way.\n\n> Answer [way:127] (1 / 2 / 3 / not sure): \n")
	b.wants("nothing in the reply is filled in", "It fails the same way.").press("ctrl+y").wants("Their words are kept")
	sentTo(t, "Tim").paste("no letter at all").wants("says nothing new")
}

// TestLetterOfAnotherCall holds that another session's letter is told for what it is wherever errors are pasted, also where nothing waits, and
// that nothing of it is read, nor of a line that only looks like one lost.
func TestLetterOfAnotherCall(t *testing.T) {
	t.Parallel()
	book := must.Have(t, content.Default)
	other := new(flow.Session)
	other.Open(flow.About{Playbook: book.ID, Whose: flow.Customer, Ticket: "CS-4", Name: "20261122-0900-ab3c"}, time.Time{})
	other.Read(book.Read([]byte(elsewhere)), flow.Pasted, time.Time{})
	q := flow.Walk(book.Playbook, other.Facts()).Question
	other.Assert(time.Time{}, flow.Fact{ID: q.ID, Value: flow.Unsure, From: flow.You, Asked: "Carl"})
	letter := strings.Replace(office{book.Playbook}.Write(other, "Carl", 0), "not sure): ", "not sure): 2", 1)
	for name, b := range map[string]*bench{"at a question": sentTo(t), "while another waits": sentTo(t, "Tim")} {
		before := b.app.t.state.Session.Facts()
		b.paste(letter).wants("This reply is for ticket CS-4, not for", "why403 resume ab3c").press("esc")
		if now := b.app.t.state.Session.Facts(); !reflect.DeepEqual(before, now) {
			t.Errorf("%s: it took %v", name, now)
		}
	}
	b := newBench(t, 80, 24, func(cfg *Config) {
		cfg.Playbook, cfg.Read, cfg.Checklist = book.Playbook, book.Read, office{book.Playbook}
	})
	b.paste(letter).press("enter").wants("This reply is for ticket CS-4")
	for _, f := range report.Formats() {
		text := must.Have(t, func() (flow.Written, error) {
			return report.Write(book.Playbook, other, flow.Walk(book.Playbook, other.Facts()), f.ID, report.Options{})
		}).Text
		b := sentTo(t)
		before := b.app.t.state.Session.Facts()
		b.paste("FYI:\n\n"+text).wants("This is what why403 wrote for ticket CS-4, not for", "why403 resume CS-4").lacks("take it here").press("esc")
		if now := b.app.t.state.Session.Facts(); !reflect.DeepEqual(before, now) {
			t.Errorf("of the %s it took %v", f.ID, now)
		}
		own := strings.ReplaceAll(text, "CS-4", "CS-1")
		sentTo(t).paste(own).lacks("This is what why403 wrote")
		sentTo(t).paste("Ticket: 88123 (theirs)\n\n> " + strings.ReplaceAll(own, "\n", "\n> ")).lacks("This is what why403 wrote")
		newBench(t, 80, 24, func(cfg *Config) {
			cfg.Playbook, cfg.Read, cfg.Checklist = book.Playbook, book.Read, office{book.Playbook}
		}).
			paste(text).press("enter").lacks("This is what why403 wrote") // Without a ticket it can be where a colleague goes on.
	}
	sentTo(t).paste("[heroku/router]: at=error code=H12 desc=\"Request timeout\"").lacks("This reply is for")
}

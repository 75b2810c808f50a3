package tui

import (
	"slices"
	"strings"
	"testing"

	"why403/content"
	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/must"
	"why403/flow/racetest"
)

// sameThing are the commands that one key does: they are one thing to whoever presses it.
var sameThing = map[string][]conversation.Name{
	"y": {conversation.SayYes, conversation.SayWorks},
	"n": {conversation.SayNo, conversation.SaySame, conversation.NoText},
	"?": {conversation.SayUnsure, conversation.SayNotYet},
	"u": {conversation.SayUnsure, conversation.SayNotYet},
	"v": {conversation.Verify, conversation.ResumeDue},
	"r": {conversation.AskAPI, conversation.SendFull},
	"p": {conversation.PasteText, conversation.TakeAnswers},
	"b": {conversation.LookBack, conversation.ResumeLast},
}

// TestOneMeaning holds that in the table of keys, and on every screen, a letter means one thing.
func TestOneMeaning(t *testing.T) {
	t.Parallel()
	names := make(map[string][]conversation.Name)
	for _, c := range conversation.Commands() {
		for _, k := range c.Keys {
			if len(k) == 1 && !slices.Contains(names[k], c.Name) {
				names[k] = append(names[k], c.Name)
			}
		}
	}
	for k, all := range names {
		for _, n := range all {
			if len(all) > 1 && !slices.Contains(sameThing[k], n) {
				t.Errorf("%s means %d things: %v", k, len(all), all)
			}
		}
	}
	// What a screen binds by itself, by the first word of what it says.
	own := map[string]string{
		"+": "note", "=": "read", "D": "details", "F": "all close", "H": "close", "Z": "close", "b": "back go", "c": "copy", "e": "change", "h": "close",
		"j": "choose line", "k": "choose line to", "q": "quit", "r": "from", "s": "say yours",
	}
	for _, sc := range scenes() {
		b := sc.bench(t, 80, 24)
		if b.typing() {
			continue
		}
		opener := conversation.NoName
		switch s := b.app.top().screen.(type) {
		case *pageScreen:
			opener = s.name
		case *examplesScreen:
			opener = s.name
		}
		for _, bd := range b.app.keys(true) {
			for _, k := range bd.Keys() {
				if bd.do == goBack && slices.Contains(conversation.Named(opener).Keys, k) {
					continue // What opens a page closes it.
				}
				if first, _, _ := strings.Cut(bd.Help().Desc, " "); len(k) == 1 && (k < "1" || k > "9") && bd.name == conversation.NoName && !slices.Contains(strings.Fields(own[k]), first) {
					t.Errorf("%s: %s means %q, besides %q", sc.name, k, bd.Help().Desc, own[k])
				}
			}
		}
	}
}

// typing reports whether letters are text now.
func (b *bench) typing() bool {
	ty, ok := b.app.top().screen.(typist)
	return ok && ty.Typing()
}

// TestNothingSaysWhatWould holds on every screen that a letter which does nothing there says so, and where it does something, as far as there is such
// a place; and that it changes nothing.
func TestNothingSaysWhatWould(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	for _, sc := range scenes() {
		t.Run(sc.name, func(t *testing.T) {
			t.Parallel()
			b := sc.bench(t, 80, 24)
			if b.typing() || b.app.busy() || b.app.swallows() {
				return
			}
			layers, n := len(b.app.layers), b.app.t.state.Session.Len()
			for r := '!'; r <= '~'; r++ {
				k := string(r)
				if in(b.app.keys(true), k) {
					continue
				}
				used := false
				for _, c := range conversation.Commands() {
					used = used || slices.Contains(c.Keys, k) && c.At != b.app.t.state.Stage()
				}
				b.press(k)
				rows := strings.Split(strings.TrimRight(b.screen(), "\n"), "\n")
				foot := strings.TrimSpace(rows[len(rows)-1])
				says := b.app.nothing(k)
				if !strings.HasPrefix(foot, says+"  ") || !strings.HasPrefix(says, k+" ") || used && says == k+" does nothing here" {
					t.Errorf("%s: the footer says %q", k, foot)
				}
				b.size(60, 16)
				rows = strings.Split(strings.TrimRight(b.screen(), "\n"), "\n")
				if foot := strings.TrimSpace(rows[len(rows)-1]); !strings.HasPrefix(foot, says+"  ") {
					t.Errorf("%s: in a small window the footer says %q, not %q", k, foot, says)
				}
				b.size(80, 24)
				if len(b.app.layers) != layers || b.app.t.state.Session.Len() != n {
					t.Fatalf("%s does something", k)
				}
			}
		})
	}
}

// TestOneLabel holds that what a key does is named by one word wherever it stands: in the table, in the help bar of any width, and beside the
// key on a page.
func TestOneLabel(t *testing.T) {
	t.Parallel()
	shares := func(label, short string) bool {
		return slices.ContainsFunc(strings.Fields(label), func(w string) bool { return slices.Contains(strings.Fields(short), w) })
	}
	for _, c := range conversation.Commands() {
		if less := briefly(c.Name); less != "" && !shares(less, c.Short) {
			t.Errorf("%s is %q, and %q in a small window", c.Keys[0], c.Short, less)
		}
	}
	for _, sc := range scenes() {
		b := sc.bench(t, 80, 24)
		screen := b.screen()
		for _, bd := range b.app.keys(true) {
			if bd.name == conversation.NoName {
				continue
			}
			c := conversation.Named(bd.name)
			if !shares(bd.Help().Desc, c.Short) {
				t.Errorf("%s: %s is %q, and %q elsewhere", sc.name, c.Keys[0], bd.Help().Desc, c.Short)
			}
			for l := range strings.Lines(screen) {
				if label, ok := strings.CutPrefix(strings.TrimSpace(l), "z  "); ok && c.Name == conversation.ParkQuestion && !strings.HasPrefix(label, c.Short) {
					t.Errorf("%s: the page says %q beside the key", sc.name, label)
				}
			}
		}
	}
}

// TestKeysWhereNothingIsDecided holds that where questions ended without a cause, a key of questions says that one of those left takes it, and one of
// verdicts that it needs a cause.
func TestKeysWhereNothingIsDecided(t *testing.T) {
	t.Parallel()
	book := must.Have(t, content.Default)
	for _, size := range [][2]int{{80, 24}, {60, 16}} {
		b := newBench(t, size[0], size[1], bookOf(book, flow.You, ""))
		b.paste(`403 {"type":"error","error":{"type":"permission_error","message":"This key may not."},"request_id":"req_011CSHoEeqs5C35K2UUqR7Fy"}`).press("enter")
		for n := 0; b.app.t.pos.Outcome == flow.Asking && n < 50; n++ {
			b.press("?")
		}
		if b.app.t.pos.Outcome != flow.Open {
			t.Fatalf("it came to %s:\n%s", b.app.t.pos.Outcome, b.screen())
		}
		b.press("y").wants("y works on a question: open one").press("h").wants("h works on a question").press("d").wants("d works once one cause is left")
	}
}

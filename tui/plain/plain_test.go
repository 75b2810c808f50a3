package plain

import (
	"bytes"
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/charmbracelet/x/exp/golden"

	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/must"
	"why403/flow/racetest"
)

// transcripts are conversations by what is typed.
var transcripts = []struct {
	name  string
	width int
	lines []string
}{
	{"to a verdict that works", 78, []string{"none", "y", "y", "n", "works"}},
	{"narrow", 40, []string{"none", "y", "y", "n", "works"}},
	{"unwrapped", 0, []string{"none", "y", "y", "n", "works"}},
	{"two causes at once", 78, []string{"none", "y", "n", "n", "refused", "trail", "y", "y", "n", "works"}},
	{"everything ruled out", 78, []string{"none", "y", "y", "y", "copy", "why", "causes", "q"}},
	{"left open", 78, []string{"none", "y", "u", "?", "edit 3 yes", "change", "later"}},
	{"pasted text", 78, []string{"HTTP/1.1 403", "", "  card expired", "ref: 7", "y", ".", "trail", "why", "fix", "fix 2", "fix 9", "copy", "support", "later"}},
	{"the request in another language", 78, []string{"card expired", ".", "fix go", "fix request Python", "fix 3 go", "fix request", "fix 1 go", "fix 3 rust", "copy", "later"}},
	{"commands at a question", 78, []string{"none", "help", "how", "why", "say", "copy", "trail", "causes", "reference", "reference 1", "g 2", "customer", "again", "mine", "ticket A-7", "target example.com", "q"}},
	{"command of a question", 40, []string{"none", "y", "how", "copy", "q"}},
	{"back and undo", 78, []string{"none", "back", "undo", "y", "y", "back", "undo", "undo", "undo", "n", "back", "q"}},
	{"edit", 78, []string{"none", "y", "y", "y", "edit 1 no", "y", "edit 1 no", "perhaps", "edit 1 no", "Change", "y", "trail", "edit 1 yes", "change", "edit", "edit 9 yes", "edit 1 maybe", "edit 1 yes", "edit 1 withdraw", "change", "q"}},
	{"a conflict", 78, []string{"reader silent", ".", "edit 1 yes", "change", "trail", "n", "q"}},
	{"text in place of the old one", 78, []string{"example 1", "paste", "reader silent", ".", "perhaps", "instead", "trail", "q"}},
	{"files and examples", 78, []string{"yes", "file", "file nope.txt", "examples", "example", "example 9", "file error.txt", "q"}},
}

func TestTranscript(t *testing.T) {
	t.Parallel()
	for _, tt := range transcripts {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			cfg := config()
			cfg.Width = tt.width
			res, out := talk(t, cfg, tt.lines...)
			if res.Ended || res.Interrupted {
				t.Errorf("Ended, Interrupted = %v, %v; the last line ends the conversation", res.Ended, res.Interrupted)
			}
			golden.RequireEqual(t, out)
		})
	}
}

// TestOnlyAnswersAnswer types what is nearly an answer, and what only looks like one inside something else.
func TestOnlyAnswersAnswer(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		in   string
		want string // What the transcript says about it.
	}{
		{"a sentence that starts with no", "no idea\n", `Unknown command "no idea". Nothing changed.`},
		{"a sentence that starts with yes", "yes but\n", `Unknown command "yes but". Nothing changed.`},
		{"empty", "\n", "An empty line does nothing"},
		{"later is for verdicts", "later\n", `Unknown command "later". Nothing changed.`},
		{"a number", "1\n", `Unknown command "1". Nothing changed.`},
		{"a key", "sk-ant-api03-FAKE" + strings.Repeat("k", 60) + "\n", "looks like a pasted text"},
		{"a password is not repeated", "FAKE-password-kkkk-kkkk-kkkk\n", "That is not a command"},
		{"the input ends within a word", "n", "not finished with Enter"},
		{"the input ends", "", "The input ended. That is no answer."},
		{"pasted JSON", "{\n  \"answer\":\ny\nn\nunsure\n}\n.\n", "looks like a pasted text"},
		{"pasted page", "<html>\nno\n</html>\n", "looks like a pasted text"},
		{"pasted headers", "HTTP/2 403\nserver: x\n\ny\n.\n", "looks like a pasted text"},
		{"a line that is too long", strings.Repeat("y", 64<<10+1) + "\nyes\n.\n", "longer than 64 KiB"},
		{"pasted at a confirmation", "edit\n{\ny\n.\n", "looks like a pasted text"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			cfg := config()
			res, out := talkRaw(t, cfg, "none\n"+tt.in)
			says(t, out, tt.want)
			if strings.Contains(out, "kkkk") || strings.Contains(out, "yyyy") {
				t.Errorf("the transcript repeats the line:\n%s", out)
			}
			if n := cfg.Session.Len(); n != 0 {
				t.Errorf("%d events were recorded: %v", n, cfg.Session.Events())
			}
			if !res.Ended || res.Position.Outcome != flow.Asking {
				t.Errorf("Ended = %v at %v, want true at question", res.Ended, res.Position.Outcome)
			}
		})
	}
}

func TestEditIsConfirmedByAPersonOnly(t *testing.T) {
	t.Parallel()
	cfg := config()
	_, out := talk(t, cfg, "none", "yes", "edit 1 no", "{", "yes", "change", ".", "maybe", "q")
	if f, _ := cfg.Session.Fact("beeps"); f.Value != flow.Yes {
		t.Errorf("beeps = %v, want yes: the text pasted at the confirmation was taken for one\n%s", f.Value, out)
	}
}

// TestYesAndNoDoNotEndASession types answers where a verdict or a confirmation waits for its own words.
func TestYesAndNoDoNotEndASession(t *testing.T) {
	t.Parallel()
	for _, stray := range []string{"y", "YES", "n", "no", "u", "?", "change"} {
		cfg := config()
		res, out := talk(t, cfg, "none", "n", stray, "later")
		if _, ok := cfg.Session.Fact(flow.FixedFact("power")); ok || res.Position.Solved || res.Position.Verdict == nil {
			t.Errorf("%q at a verdict was taken for whether the fix helped:\n%s", stray, out)
		}
		if want := "Nothing changed."; !strings.Contains(out, want) {
			t.Errorf("%q at a verdict: the transcript does not say %q:\n%s", stray, want, out)
		}
		cfg = config()
		_, out = talk(t, cfg, "none", "y", "edit 1 no", strings.Replace(stray, "change", "works", 1), "q")
		if f, _ := cfg.Session.Fact("beeps"); f.Value != flow.Yes || len(cfg.Session.Facts()) != 1 {
			t.Errorf("%q at the confirmation of an edit: facts %v\n%s", stray, cfg.Session.Facts(), out)
		}
	}
}

func TestPastedAtAPromptIsReadOnRequest(t *testing.T) {
	t.Parallel()
	cfg := config()
	_, out := talk(t, cfg, "none", "{", "card expired", "}", ".", "paste", "q")
	if f, ok := cfg.Session.Fact("expired"); !ok || f.Quote != "card expired" {
		t.Errorf("expired = %v, %v; want it read from the text pasted before\n%s", f, ok, out)
	}
}

func TestStart(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		in      string
		verdict string // The id, or empty.
		ended   bool
	}{
		{"the text ends with the input", "card expired", "card", false},
		{"the text ends with the input after a newline", "card expired\n", "card", false},
		{"blank lines belong to the text", "{\n\n\n\ncard expired\n.\nlater\n", "card", false},
		{"CRLF", "card expired\r\n.\r\nlater\r\n", "card", false},
		{"a text that shows nothing", "the door is shut\n.\n", "", true},
		{"a sentence that starts with a command", "example of an expired card\n.\nlater\n", "card", false},
		{"a sentence that starts with fix", "fix the card expired\n.\nlater\n", "card", false},
		{"nothing at all", "", "", true},
		{"a dot", ".\n", "", true},
		{"a word that is cut off", "none", "", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			res, out := talkRaw(t, config(), tt.in)
			got := ""
			if res.Position.Verdict != nil {
				got = res.Position.Verdict.ID
			}
			if got != tt.verdict || res.Ended != tt.ended {
				t.Errorf("verdict %q, ended %v; want %q, %v\n%s", got, res.Ended, tt.verdict, tt.ended, out)
			}
		})
	}
}

func TestSessionThatHasFactsSkipsTheStart(t *testing.T) {
	t.Parallel()
	cfg := config()
	cfg.Session.Read(reading([]byte("card expired")), flow.Pasted, clock())
	_, out := talk(t, cfg)
	if strings.Contains(out, "Paste") || !strings.Contains(out, "VERDICT: The card is broken") {
		t.Errorf("want the verdict at once:\n%s", out)
	}
}

func TestQuotesAreHarmless(t *testing.T) {
	t.Parallel()
	cfg := config()
	_, out := talk(t, cfg, "card \x1b[31mexpired\x1b]0;title\x07 \u202eevil\u009b2J\x00 end", ".", "trail", "copy", "q") // Checks for control characters.
	for _, bad := range []string{"\u202e", "[31m", "title"} {
		if strings.Contains(out, bad) {
			t.Errorf("the transcript holds %q:\n%s", bad, out)
		}
	}
	says(t, out, "expired")
}

func TestSavingFailsAndRecovers(t *testing.T) {
	t.Parallel()
	cfg := config()
	var stored []flow.Event
	calls := 0
	cfg.Record = func(events []flow.Event) error {
		calls++
		if calls == 2 || calls == 3 {
			return errors.New("disk full")
		}
		stored = append(stored, events...)
		return nil
	}
	_, out := talk(t, cfg, "none", "y", "y", "n", "back", "q")
	if n := strings.Count(out, "NOT BEING SAVED: disk full"); n != 1 {
		t.Errorf("said %d times that nothing is saved, want once:\n%s", n, out)
	}
	if n := strings.Count(out, "Saved again"); n != 1 {
		t.Errorf("said %d times that it is saved again, want once:\n%s", n, out)
	}
	want := cfg.Session.Events()
	if !slices.EqualFunc(stored, want, func(a, b flow.Event) bool { return a.Seq == b.Seq && a.Kind == b.Kind }) {
		t.Errorf("stored %v\nwant   %v", stored, want)
	}
}

func TestFarewell(t *testing.T) {
	t.Parallel()
	ok := func([]flow.Event) error { return nil }
	tests := []struct {
		name   string
		record func([]flow.Event) error
		lines  []string
		want   []string
	}{
		{"saved", ok, []string{"none", "y"}, []string{"The input ended", "Still open: Does another card open it?", "why403 resume s1"}},
		{"not saved", func([]flow.Event) error { return errors.New("full") }, []string{"none", "y"}, []string{"was not saved"}},
		{"later", ok, []string{"none", "n", "later"}, []string{"The fix: Plug it in.", "why403 resume s1"}},
		{"nothing read", ok, nil, []string{"Still open: what the error says."}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			cfg := config()
			cfg.Record = tt.record
			cfg.Session.Open(flow.About{Playbook: "door", Name: "s1"}, clock())
			_, out := talk(t, cfg, tt.lines...)
			says(t, out, tt.want...)
		})
	}
}

// TestRecordedBeforePrinted watches that what follows from an answer is written only after the answer is stored.
func TestRecordedBeforePrinted(t *testing.T) {
	t.Parallel()
	cfg := config()
	var out bytes.Buffer
	stored := 0
	cfg.Record = func([]flow.Event) error {
		if strings.Contains(out.String(), "Does another card open it?") {
			t.Error("the next question was printed before the answer was stored")
		}
		stored++
		return nil
	}
	if _, err := Run(context.Background(), cfg, strings.NewReader("none\ny\n"), &out); err != nil {
		t.Fatal(err)
	}
	if stored != 1 {
		t.Errorf("stored %d times, want 1", stored)
	}
}

// TestCancel cancels while a line is waited for, at the start and at a question.
func TestCancel(t *testing.T) {
	t.Parallel()
	for _, typed := range []string{"", "none\n"} {
		ctx, cancel := context.WithCancel(context.Background())
		r, w := io.Pipe()
		defer w.Close()
		var out promptWatch
		out.seen = make(chan struct{}, 100)
		go func() {
			<-out.seen
			if typed != "" {
				_, _ = io.WriteString(w, typed)
				<-out.seen
			}
			cancel()
		}()
		res, err := Run(ctx, config(), r, &out)
		if err != nil || !res.Interrupted || res.Ended {
			t.Errorf("after %q: result %+v, error %v; want it interrupted", typed, res, err)
		}
		if !strings.Contains(out.b.String(), "Interrupted.") {
			t.Errorf("the transcript does not say so:\n%s", out.b.String())
		}
	}
}

// promptWatch tells when something was written.
type promptWatch struct {
	mu   sync.Mutex
	b    bytes.Buffer
	seen chan struct{}
}

func (p *promptWatch) Write(b []byte) (int, error) {
	p.mu.Lock()
	n, err := p.b.Write(b)
	p.mu.Unlock()
	p.seen <- struct{}{}
	return n, err
}

func TestErrorsOfTheStreams(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	if _, err := Run(context.Background(), config(), strings.NewReader("none\n"), failing{broken}); !errors.Is(err, broken) {
		t.Errorf("writing: error %v, want %v", err, broken)
	}
	if _, err := Run(context.Background(), config(), failing{broken}, io.Discard); !errors.Is(err, broken) {
		t.Errorf("reading: error %v, want %v", err, broken)
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }
func (f failing) Read([]byte) (int, error)  { return 0, f.err }

// TestEndlessNonsenseStops types the same useless line for ever, at every kind of prompt.
func TestEndlessNonsenseStops(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	for name, in := range map[string]struct{ first, endless string }{
		"start":        {"", "y\n"},
		"blank":        {"", "\n"},
		"question":     {"none\n", "perhaps\n"},
		"verdict":      {"none\nn\n", "perhaps\n"},
		"confirmation": {"none\ny\nedit 1 no\n", "perhaps\n"},
		"card":         {"none\nprobe\n", "yes\n"},
		"free":         {"none\nprobe\nfree\n", "\n"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var out bytes.Buffer
			cfg, fake := probing()
			res, err := Run(context.Background(), cfg, io.MultiReader(strings.NewReader(in.first), endless(in.endless)), &out)
			must.NoError(t, err)
			if want := res.Position.Outcome == flow.Asking; res.Ended != want {
				t.Errorf("Ended = %v, want %v", res.Ended, want)
			}
			if !strings.Contains(out.String(), "lines in a row were not understood") {
				t.Error("the transcript does not say why it stops")
			}
			if n := fake.runs(); n != 0 {
				t.Errorf("%d requests were sent", n)
			}
		})
	}
}

// endless repeats itself.
type endless string

func (e endless) Read(b []byte) (int, error) { return copy(b, e), nil }

// TestEveryWordIsUnderstoodWhereItIsOffered types every name at every stage that lists it.
func TestEveryWordIsUnderstoodWhereItIsOffered(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	reach := map[conversation.Stage][]string{
		conversation.AtStart:   {},
		conversation.AtAsking:  {"none"},
		conversation.AtVerdict: {"none", "n"},
		conversation.AtEnd:     {"none", "y", "y", "y"},
		conversation.AtCard:    {"none", "probe"},
		conversation.AtFree:    {"none", "probe", "free"},
	}
	for at, before := range reach {
		for _, w := range conversation.Commands() {
			if w.Name == conversation.ChooseOption { // Nothing here has a choice; see TestChoice.
				continue
			}
			for _, name := range w.Words {
				cfg, _ := probing()
				full, _ := desk()
				cfg.Checklist, cfg.Reporter, cfg.Books, cfg.Looker = full.Checklist, full.Reporter, new(houses), fakeLook{}
				_, out := talk(t, cfg, append(slices.Clone(before), name)...)
				refused := strings.Contains(out, "Nothing changed.") || strings.Contains(out, "There is no question yet")
				if offered := w.At&at != 0; offered == refused {
					t.Errorf("stage %d: %q offered %v, refused %v", at, name, offered, refused)
				}
				answers := w.Name == conversation.SayYes || w.Name == conversation.SayNo // They need a question that is no choice.
				if w.Needs == nil || answers || at == conversation.AtStart || at == conversation.AtCard || at == conversation.AtFree {
					continue
				}
				_, out = talk(t, config(), append(slices.Clone(before), name)...)
				if !strings.Contains(out, "Nothing changed.") {
					t.Errorf("stage %d: %q is known without what it needs:\n%s", at, name, out)
				}
			}
		}
	}
}

// TestChoice answers choices of the playbook that ships by their numbers, and with words that are no answer to them.
func TestChoice(t *testing.T) {
	t.Parallel()
	cfg := config()
	cfg.Playbook, cfg.Read, cfg.Escalation = anthropic(t), func([]byte) flow.Reading { return flow.Reading{} }, nil
	_, out := talk(t, cfg, "none", "yes", "10", "how", "why", "1", "help", "back", "2", "unsure", "again", "undo", "customer", "1", "1", "quit")
	golden.RequireEqual(t, out)
}

// TestChoiceIsOneThing holds that an answered choice is one row, changed by the number of another answer, withdrawn and taken back whole,
// and that one which is parked asks no question of its own.
func TestChoiceIsOneThing(t *testing.T) {
	t.Parallel()
	cfg := config()
	cfg.Playbook, cfg.Read, cfg.Escalation = anthropic(t), func([]byte) flow.Reading { return flow.Reading{} }, nil
	_, out := talk(t, cfg, "none", "1", "1", "trail", "edit 2 yes", "edit 2 1", "edit 2 4", "change", "trail", "back", "park developer", "trail", "parked",
		"edit 2 3", "change", "edit 2 2", "no", "quit")
	golden.RequireEqual(t, out)
}

// TestRefusalIsSaidAtOnce holds that what is wrong with a line that looks pasted is said before the dot that ends it comes.
func TestRefusalIsSaidAtOnce(t *testing.T) {
	t.Parallel()
	in, typed := io.Pipe()
	shown, out := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		_, err := Run(t.Context(), config(), in, out)
		_ = out.Close()
		ended <- err
	}()
	go func() { _, _ = io.WriteString(typed, "none\nyes it does say so in every line of the log\n") }()
	var text strings.Builder
	for part := make([]byte, 4096); !strings.Contains(text.String(), "looks like a pasted text"); {
		n, err := shown.Read(part)
		if err != nil {
			t.Fatalf("%v after\n%s", err, text.String())
		}
		text.Write(part[:n])
	}
	go func() { _, _ = io.Copy(io.Discard, shown) }()
	_ = typed.Close()
	<-ended
}

package plain

import (
	"strings"
	"testing"
)

// TestTypedBeforeThereIsAQuestion holds that what a person types too early is answered as a command, and that what can begin an error is
// read as one.
func TestTypedBeforeThereIsAQuestion(t *testing.T) {
	t.Parallel()
	for line, command := range map[string]bool{
		"set foo=1":       true,
		"set model=x":     true,
		"set model":       true,
		"set key":         true,
		"edit 99 no":      true,
		"edit 1 withdraw": true,
		"says customer":   true,
		"set -x":          false,
		"set ANTHROPIC_BASE_URL=https://gw.example": false,
		"set model = claude-opus-5-5 in the config": false,
		"set timeout=5 and it fails":                false,
		"edit 1 line in the config and it fails":    false,
		"edit the config":                           false,
		"report attached":                           false,
		"says nothing":                              false,
		"note that it fails since Monday":           false,
	} {
		cfg, _ := probing()
		_, out := talk(t, cfg, line, ".", "quit")
		if read := strings.Contains(out, "Reading a text"); read == command || command != strings.Contains(out, "There is no question yet") {
			t.Errorf("%q: read as a text: %v\n%s", line, read, out)
		}
	}
}

// TestWrongIsSaidLast holds that what is wrong with a line stands behind the list that helps with it, where it is read.
func TestWrongIsSaidLast(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		"edit 99 no":   "There is no fact 99 on the trail, so nothing was changed.",
		"edit x":       "edit needs the number of a fact",
		"set foo=1":    "set needs a name and a value",
		"set modle=xy": "Did you mean model?",
	} {
		cfg, _ := probing()
		_, out := talk(t, cfg, "none", line, "quit")
		said := strings.Split(out, "\n\nanswer (")
		last := said[1][strings.LastIndex(said[1], "\n\n")+1:]
		if !strings.Contains(strings.Join(strings.Fields(last), " "), want) {
			t.Errorf("%q: %q is not the last word before the prompt:\n%s", line, want, out)
		}
	}
}

// TestHelpInGroups holds that help is told in groups.
func TestHelpInGroups(t *testing.T) {
	t.Parallel()
	_, out := talk(t, config(), "none", "help", "quit")
	at := 0
	for _, title := range []string{"Answer:", "Find out:", "Look at:", "A customer's call:", "Texts and playbooks:", "Write it up:", "The session:"} {
		i := strings.Index(out[at:], "\n"+title+"\n")
		if i < 0 {
			t.Fatalf("%q does not stand behind the one before:\n%s", title, out)
		}
		at += i
	}
}

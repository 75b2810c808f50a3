package content

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"why403/flow"
)

// told is what a person is told to do about a case's text, and the letter that goes with it.
func told(t *testing.T, b *Book, c flow.Reading, answers map[string]flow.Value) (*flow.Session, *flow.Verdict, flow.Remedy) {
	t.Helper()
	s := new(flow.Session)
	s.Read(c, flow.Pasted, epoch)
	for id, v := range answers {
		s.Assert(epoch, flow.Fact{ID: id, Value: v, From: flow.You})
	}
	v := flow.Walk(b.Playbook, s.Facts()).Verdict
	if v == nil {
		return s, nil, flow.Remedy{}
	}
	return s, v, v.RemedyFor(s).Filled(s.Known)
}

// TestLetters holds how the letters of tests/letters.yaml read, each judged by hand: what the fix says is asked for, and nothing stands
// in them that is not known.
func TestLetters(t *testing.T) {
	t.Parallel()
	b, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{}
	data, err := os.ReadFile(filepath.FromSlash("testdata/letters.txt"))
	if err != nil {
		t.Fatal(err)
	}
	for part := range strings.SplitSeq(strings.TrimSpace(string(data)), "\n\n") {
		name, letter, _ := strings.Cut(part, "\n")
		want[name] = letter
	}
	for _, c := range cases(t, DefaultID) {
		if filepath.Base(c.Pos.File) != "letters.yaml" {
			continue
		}
		_, v, r := told(t, b, b.Read([]byte(c.Text)), c.Answers)
		if v == nil {
			t.Errorf("%s: no verdict", c.Name)
			continue
		}
		got := strings.Join(r.Fix, "\n") + "\nSend: " + r.Send
		if got != want[c.Name] {
			t.Errorf("%s\n%s\n\nwant\n%s", c.Name, got, want[c.Name])
		}
		delete(want, c.Name)
	}
	for name := range want {
		t.Errorf("no case is named %q", name)
	}
}

// TestNoStatusNobodySaw holds over every case's text that no status stands in what to do, in a letter or in a title that the text does
// not show and nobody has said.
func TestNoStatusNobodySaw(t *testing.T) {
	t.Parallel()
	number := regexp.MustCompile(`\b[45]\d\d\b`)
	n := 0
	for _, id := range Shipped() {
		b, err := Ship(id)
		if err != nil {
			t.Fatal(err)
		}
		fixed := number.FindAllString(b.Subject, -1) // What the playbook itself says whatever the error is.
		for _, c := range cases(t, id) {
			s, v, r := told(t, b, b.Read([]byte(c.Text)), c.Answers)
			if v == nil {
				continue
			}
			n++
			blank := v.RemedyFor(s)
			for _, got := range number.FindAllString(r.Send+"\n"+flow.Fill(b.Subject, s.Known), -1) {
				if !strings.Contains(c.Text, got) && s.Known("status") != got && !strings.Contains(blank.Send, got) && !slices.Contains(fixed, got) {
					t.Errorf("%s: nobody saw %s: %s", c.Name, got, r.Send)
				}
			}
			for _, bl := range flow.BlanksIn(blank.Send + b.Subject + strings.Join(blank.Fix, " ")) {
				if names, otherwise := flow.BlankNames(bl); slices.Contains(names, "status") && number.MatchString(otherwise) {
					t.Errorf("%s: %s stands for a status that is not known", v.ID, bl)
				}
			}
		}
	}
	if n < 1000 {
		t.Errorf("%d verdicts were reached", n)
	}
}

// TestLetterForWhoeverActs holds that where somebody else has to act there is a letter to them, and that one promises nothing to follow
// but what its reader cannot act without.
func TestLetterForWhoeverActs(t *testing.T) {
	t.Parallel()
	alone := regexp.MustCompile(`(?i)^(?:the )?(?:developer|whoever uses the app)\b[^;,]*\.?$|^$`)
	follows := regexp.MustCompile(`\{([a-z_/]+)\|\(?(?:to follow|none came back|not named)\)?\}`)
	needed := []string{"key_last_four", "address", "cf_ray/incident", "incident"} // Which key, whose address, which refusal of very many.
	// Here the other one is told something by the answer itself, or acts for themselves.
	told := []string{"To keep this key", "Move the program to the second key", "Open the app from a country", "List what this key sees", "Wait as long as retry-after says", "Wait until the allowance", "Take the option that the message names"}
	for _, id := range Shipped() {
		b, err := Ship(id)
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range b.Verdicts {
			for _, r := range append([]flow.Remedy{v.Remedy}, remediesOf(v)...) {
				if r.Send == "" && !alone.MatchString(r.Who) && !slices.ContainsFunc(told, func(begin string) bool { return strings.HasPrefix(r.Fix[0], begin) }) {
					t.Errorf("%s, %s: no letter to %s: %s", id, v.ID, r.Who, r.Fix)
				}
				for _, m := range follows.FindAllStringSubmatch(r.Send, -1) {
					if !slices.Contains(needed, m[1]) {
						t.Errorf("%s, %s: %s is promised: %s", id, v.ID, m[0], r.Send)
					}
				}
				if strings.Contains(r.Send, "Is that meant") {
					t.Errorf("%s, %s: %s", id, v.ID, r.Send)
				}
			}
		}
	}
}

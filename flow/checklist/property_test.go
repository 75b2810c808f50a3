package checklist

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"why403/content"
	"why403/flow"
	"why403/flow/must"
	"why403/flow/racetest"
)

// TestFilledInAndReadBack sends any parked questions, answers some of them as people do, sends the text through a mail
// program, and reads it back.
func TestFilledInAndReadBack(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	book := must.Have(t, content.Default)
	words := map[flow.Value][]string{
		flow.Yes: {"yes", "Yes", "YES.", "y", "true", "*yes*", "ja"}, flow.No: {"no", "No", "n", "NO!", "false", "_no_", "nope"},
		flow.Unsure: {"not sure", "unsure", "?", "don't know", "Don’t know", "no idea", "I can't tell"},
	}
	rapid.Check(t, func(t *rapid.T) {
		s := new(flow.Session)
		picked := rapid.SliceOfNDistinct(rapid.IntRange(0, len(book.Questions)-1), 1, 6, rapid.ID[int]).Draw(t, "questions")
		for _, i := range picked {
			role := rapid.SampledFrom([]string{"network-team", "developer", "Bob of the night shift"}).Draw(t, "role")
			s.Assert(epoch, wait(book.Questions[i].ID, role))
		}
		text := Write(book.Playbook, s, "")
		var want []flow.Fact
		answered := 0
		for _, f := range s.Parked() {
			v := rapid.SampledFrom([]flow.Value{flow.Unknown, flow.Yes, flow.No, flow.Unsure}).Draw(t, f.ID)
			if v == flow.Unknown {
				continue
			}
			quote := rapid.SampledFrom([]string{"", "seen at noon", "it is so since Monday; Ann saw it", "see example.com/a?b=c#d"}).Draw(t, "remark")
			answer := rapid.SampledFrom(words[v]).Draw(t, "word")
			line, says := fmt.Sprintf("Answer [%s] (yes / no / not sure): ", f.ID), []flow.Fact{{ID: f.ID, Value: v}}
			if p, ok := book.Pick(s, f.ID); ok {
				line = fmt.Sprintf("Answer [%s] (%s / not sure): ", numbered(p), strings.Join(numbers(p), " / "))
				if v != flow.Unsure {
					n := rapid.IntRange(1, len(p.Open)).Draw(t, "option")
					o := p.Open[n-1]
					answer = rapid.SampledFrom([]string{fmt.Sprint(n), fmt.Sprintf("*%d*", n), o.Title}).Draw(t, "number")
					says = book.Choose(s, p.Choice, o.ID, flow.Colleague, "")
				}
			}
			switch gap := rapid.SampledFrom([]string{", ", " - ", "\n", " ("}).Draw(t, "gap"); {
			case quote == "":
			case gap == " (":
				quote += ")"
				answer += gap + quote
				quote = strings.TrimLeft(gap, " ") + quote
			default:
				answer += gap + quote
			}
			if rapid.Bool().Draw(t, "under it") {
				answer = "\n" + answer
			}
			text = strings.Replace(text, line+"\n", line+answer+"\n", 1)
			answered++
			for _, f := range says {
				want = append(want, flow.Fact{ID: f.ID, Value: f.Value, From: flow.Colleague, Quote: quote})
			}
		}
		text = mailed(t, text)
		got := Read(book.Playbook, s, text)
		if d := cmp.Diff(want, got.Facts); d != "" || len(got.Problems) != 0 || len(got.Notes) != 0 {
			t.Fatalf("- want, + got:\n%s\nproblems %q, notes %v, of\n%s", d, got.Problems, got.Notes, text)
		}
		if n := len(picked) - answered; got.Waiting != n {
			t.Fatalf("%d wait, want %d", got.Waiting, n)
		}
	})
}

// mailed does to a text what mail programs and the people before them do.
func mailed(t *rapid.T, text string) string {
	if rapid.Bool().Draw(t, "without the questions") {
		lines := slices.DeleteFunc(strings.Split(text, "\n"), func(l string) bool {
			return strings.HasPrefix(l, "Why: ") || strings.HasPrefix(l, "Question ") || strings.HasPrefix(l, "For ") || l == "End of the questions"
		})
		text = strings.Join(lines, "\n")
	}
	if rapid.Bool().Draw(t, "quoted") {
		text = "> " + strings.ReplaceAll(text, "\n", "\n> ")
	}
	if rapid.Bool().Draw(t, "signed") {
		text = "Hello,\n\nanswers inline.\n" + text + "\n\nBest regards,\nAnn\n-- \nAnn Example\nAnswers in a day\n"
	}
	if rapid.Bool().Draw(t, "CRLF") {
		text = strings.ReplaceAll(text, "\n", "\r\n")
	}
	return text
}

const canary = "FAKEcanaryQ7w8E9r0T1y2U3i4O5p6A7s8D9f0G1h2J3k4wxyz"

// TestNoKeyGetsThrough puts a key wherever somebody may write one.
func TestNoKeyGetsThrough(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	pb := door()
	rapid.Check(t, func(t *rapid.T) {
		key := rapid.SampledFrom([]string{"sk-ant-api03-" + canary, "x-api-key: " + canary, "Authorization: Bearer " + canary, `"api_key": "sk-ant-api03-` + canary + `"`}).Draw(t, "key")
		if cut := rapid.IntRange(0, len(key)).Draw(t, "broken at"); cut > len(key)-len(canary) && cut < len(key) && strings.Contains(key, "sk-ant-") {
			key = key[:cut] + "\n" + key[cut:]
		}
		before := rapid.SampledFrom([]string{"yes, with ", "no: ", "", "not sure ", "maybe ", "yes ", "\nyes\n", strings.Repeat("long ", 100)}).Draw(t, "before")
		s := parked(wait("beeps", "ask "+key), wait("hours", "Bob"))
		s.Open(flow.About{Ticket: key}, epoch)
		text := "Answer [beeps]: " + before + key + " after\nAnswer [hours]: no\n"
		if rapid.Bool().Draw(t, "quoted") {
			text = "> " + strings.ReplaceAll(text, "\n", "\n> ")
		}
		got := Read(pb, s, text)
		all := fmt.Sprintf("%+v", got) + Write(pb, s, "")
		for i := 0; i+8 <= len(canary); i++ {
			if strings.Contains(all, canary[i:i+8]) {
				t.Fatalf("%q is left in %s", canary[i:i+8], all)
			}
		}
	})
}

// FuzzRead feeds any text. What comes back must be about what is parked, as a colleague's word, and bounded.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		"", "Answer [beeps]: yes", "> Answer [beeps] (yes / no / not\n> sure): no, \r\n> never\r\n-- \r\nBob", "Answer [beeps]: yes\nAnswer [beeps]: no",
		"[hours] not sure?", "Answer [x]: y\nAnswer [silent]: n", "Answer [beeps] (yes\n(yes\n(yes", "answer[BEEPS]\xff\x00\x1b[31myes", "Answer [beeps]: “Nein”", "Answer [beeps]: İyes",
	} {
		f.Add(seed)
	}
	pb := door()
	f.Fuzz(func(t *testing.T, text string) {
		s := parked(wait("beeps", "caretaker"), wait("hours", "Bob"), flow.Fact{ID: "silent", Value: flow.Yes, From: flow.You})
		got := Read(pb, s, text)
		seen := make(map[string]bool)
		for _, fact := range got.Facts {
			if (fact.ID != "beeps" && fact.ID != "hours") || seen[fact.ID] || fact.From != flow.Colleague || fact.Parked() || fact.Value == flow.Unknown {
				t.Fatalf("fact %+v", fact)
			}
			if !strings.Contains(strings.ToLower(text), "["+fact.ID) && !strings.Contains(text, "[ ") && !strings.Contains(text, "[\t") && utf8.ValidString(text) && !strings.ContainsAny(text, "\x1b\u202e") && plainText(text) {
				t.Fatalf("%s is answered, and not in %q", fact.ID, text)
			}
			if utf8.RuneCountInString(fact.Quote) > maxQuote || strings.ContainsAny(fact.Quote, "\n\x1b") {
				t.Fatalf("quote %q", fact.Quote)
			}
			seen[fact.ID] = true
		}
		if got.Waiting != 2-len(got.Facts) {
			t.Fatalf("%d wait with %d answered", got.Waiting, len(got.Facts))
		}
		for _, n := range got.Notes {
			if _, ok := n.On(); !ok || n.Text == "" || n.From != flow.Colleague {
				t.Fatalf("note %+v", n)
			}
		}
	})
}

// plainText reports whether the text holds nothing that is taken out before it is read.
func plainText(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r > '~' || r < ' ' && r != '\n' && r != '\r' })
}

package checklist

import (
	"slices"
	"strings"
	"testing"

	"why403/content"
	"why403/flow"
	"why403/flow/must"
)

// TestChoiceInALetter holds that a choice that waits is asked as one, whatever one of its questions was named when it was parked, and
// that the number, the title or not sure settles it.
func TestChoiceInALetter(t *testing.T) {
	t.Parallel()
	book := must.Have(t, content.Default)
	pb := book.Playbook
	waits := func() *flow.Session { return parked(wait("direct-to-anthropic", "developer")) }
	letter := Write(pb, waits(), "")
	for _, want := range []string{"Which address does your program call", "  1. the Claude API with an API key", "  9. some other site", "Answer [where] (1 / 2 / 3 / 4 / 5 / 6 / 7 / 8 / 9 / not sure):", "Question 1 of 1"} {
		if !strings.Contains(letter, want) {
			t.Errorf("the letter lacks %q:\n%s", want, letter)
		}
	}
	for answer, want := range map[string]string{
		"4":                               "direct-to-anthropic=no on-cloud=yes on-bedrock=yes",
		"4, by the proxy":                 "direct-to-anthropic=no on-cloud=yes on-bedrock=yes “by the proxy”",
		"No. 2":                           "direct-to-anthropic=yes console-key=no login-token=yes",
		"#1.":                             "direct-to-anthropic=yes console-key=yes",
		"Amazon Bedrock":                  "direct-to-anthropic=no on-cloud=yes on-bedrock=yes",
		"not sure, ask Eve":               "direct-to-anthropic=unsure “ask Eve”",
		"4 or 5":                          "! more than one thing",
		"1, 4":                            "! more than one thing",
		"4?":                              "! more than one thing",
		"maybe the second":                "! none of the answers that are left",
		"10":                              "! none of the answers that are left",
		"yes":                             "! none of the answers that are left",
		"":                                "",
		"4\nAnswer [where] (a number): 5": "! two ways",
	} {
		s := waits()
		got := Read(pb, s, strings.Replace(letter, "not sure): ", "not sure): "+answer, 1))
		var out []string
		quote := ""
		for _, f := range got.Facts {
			out = append(out, f.ID+"="+f.Value.String())
			if quote = f.Quote; f.From != flow.Colleague {
				t.Errorf("%q is the word of %s", answer, f.From)
			}
		}
		if quote != "" {
			out = append(out, "“"+quote+"”")
		}
		for _, p := range got.Problems {
			out = append(out, "! "+p)
		}
		text := strings.Join(out, " ")
		if problem, ok := strings.CutPrefix(want, "! "); ok && !strings.Contains(text, problem) || !ok && text != want {
			t.Errorf("%q comes to %s, want %s", answer, text, want)
		}
		if waiting := 1; strings.HasPrefix(want, "!") || want == "" {
			if got.Waiting != waiting {
				t.Errorf("after %q %d wait", answer, got.Waiting)
			}
		}
	}
}

// TestNarrowedChoiceInALetter holds that a letter numbers the options that are left from 1, without gaps, and says which they are: its
// numbers mean the same when it comes back, whatever is left then. A letter that does not say so numbers them by their places.
func TestNarrowedChoiceInALetter(t *testing.T) {
	t.Parallel()
	book := must.Have(t, content.Default)
	first := flow.Fact{ID: "direct-to-anthropic", Value: flow.No, From: flow.Pasted}
	s := parked(first, wait("on-cloud", "developer"))
	letter := Write(book.Playbook, s, "")
	for _, want := range []string{"\n  1. a gateway or relay", "\n  2. Amazon Bedrock", "Answer [where:3456789] (1 / 2 / 3 / 4 / 5 / 6 / 7 / not sure): "} {
		if !strings.Contains(letter, want) {
			t.Errorf("the letter lacks %q:\n%s", want, letter)
		}
	}
	narrower := parked(first, flow.Fact{ID: "other-site", Value: flow.No, From: flow.You}, wait("on-cloud", "developer"))
	for _, tt := range []struct {
		s            *flow.Session
		reply, comes string
	}{
		{s, strings.Replace(letter, "not sure): ", "not sure): 2", 1), "on-cloud=yes on-bedrock=yes"},
		{narrower, strings.Replace(letter, "not sure): ", "not sure): 2", 1), "on-cloud=yes on-bedrock=yes"},
		{s, "Answer [where:3456789] (1 / 2 / 3 / 4 / 5 / 6 / 7 / not sure): 2", "on-cloud=yes on-bedrock=yes"},
		{s, "Answer [where] (3 / 4 / 5 / 6 / 7 / 8 / 9 / not sure): 4", "on-cloud=yes on-bedrock=yes"}, // As letters were.
		{s, "[where] 4", "on-cloud=yes on-bedrock=yes"},
		{s, "Answer [where:3456789]: Amazon Bedrock", "on-cloud=yes on-bedrock=yes"},
		{s, "Answer [where:3456789]: 8", "!"},
		{s, "Answer [where:3456789]: 0", "!"},
		{s, "Answer [where:1]: 1", "!"}, // It is out.
		{s, "Answer [where]: 1", "!"},
	} {
		got := Read(book.Playbook, tt.s, tt.reply)
		var said []string
		for _, f := range got.Facts {
			said = append(said, f.ID+"="+f.Value.String())
		}
		if len(got.Problems) > 0 {
			said = append(said, "!")
		}
		if text := strings.Join(said, " "); text != tt.comes {
			t.Errorf("%.80q comes to %s, want %s: %v", tt.reply, text, tt.comes, got.Problems)
		}
	}
}

// TestQuestionLikeAnOption holds that a question of the letter which begins with the letters of an option's title, "Now …" with "no", is
// not taken for an answer to the one above it.
func TestQuestionLikeAnOption(t *testing.T) {
	t.Parallel()
	book := must.Have(t, content.Default)
	s := parked(wait("status-404", "developer"), wait("own-model-works", "developer"), wait("stored-object", "developer"))
	pb := *book.Playbook
	pb.Choices = slices.Clone(pb.Choices)
	c := pb.Choice("object")
	c.Options = slices.Clone(c.Options)
	c.Options[0].Title = "no"
	pb.Questions = slices.Clone(pb.Questions)
	pb.Question("own-model-works").Say = "Now the same small request, with just the model name changed. Does it work?"
	letter := Write(&pb, s, "")
	if !strings.Contains(letter, "\nNow the same small request") || !strings.Contains(letter, "  1. no\n") {
		t.Fatalf("the letter lacks the question or the option:\n%s", letter)
	}
	var cut []string // As somebody sends it back who took out what lies between.
	for _, l := range strings.Split(letter, "\n") {
		if !strings.HasPrefix(l, "Why: ") && !strings.HasPrefix(l, "Question ") && !strings.HasPrefix(l, "For ") {
			cut = append(cut, l)
		}
	}
	if got := Read(&pb, s, strings.Join(cut, "\n")); len(got.Facts) != 0 || len(got.Problems) != 0 || len(got.Notes) != 0 {
		t.Errorf("of a letter without answers is read: %+v", got)
	}
}

// TestAnotherSessionsIDs holds that a reply which names a choice, or one of its questions, is understood however the same was parked here: whole,
// question by question, or not at all.
func TestAnotherSessionsIDs(t *testing.T) {
	t.Parallel()
	book := must.Have(t, content.Default)
	no := flow.Fact{ID: "uses-beta", Value: flow.Yes, From: flow.You}
	for _, tt := range []struct {
		s           *flow.Session
		reply, want string
	}{
		{parked(wait("plain-works", "developer")), "[what-works] 3", "plain-works=yes own-model-works=no own-model-404=no"},
		{parked(wait("plain-works", "developer")), "[what-works] haiku", "plain-works=yes own-model-works=no own-model-404=no"},
		{parked(wait("plain-works", "developer")), "[plain-works] yes, it does", "plain-works=yes"},
		{parked(wait("plain-works", "developer")), "[plain-works] 2", "plain-works=no"},
		{parked(wait("plain-works", "developer")), "[plain-works] yes\n[own-model-works] no", "plain-works=yes own-model-works=no"},
		{parked(wait("other-key-works", "admin"), wait("key-older", "admin")), "[other-keys] older", "other-key-works=yes key-older=yes"},
		{parked(wait("other-key-works", "admin"), wait("key-older", "admin")), "[other-keys] not sure", "other-key-works=unsure key-older=unsure"},
		{parked(no, wait("without-beta-works", "developer")), "[beta] 2", "without-beta-works=no"},
		{parked(no, wait("without-beta-works", "developer")), "[beta] none", "! none of the answers that are left"},
		{parked(wait("beta-header-sent", "developer"), no), "[what-works] 3", "! [what-works] is not parked, and nobody was asked"},
		{parked(wait("beta-header-sent", "developer"), flow.Fact{ID: "plain-works", Value: flow.No, From: flow.You}), "[what-works] 3", "! [what-works] is not parked any more"},
		{parked(wait("beta-header-sent", "developer")), "Answer [no-such]: 3", "! [no-such] is no question of this playbook"},
	} {
		got := Read(book.Playbook, tt.s, tt.reply)
		var out []string
		for _, f := range got.Facts {
			out = append(out, f.ID+"="+f.Value.String())
		}
		for _, p := range got.Problems {
			out = append(out, "! "+p)
		}
		text := strings.Join(out, " ")
		if problem, ok := strings.CutPrefix(tt.want, "! "); ok && !strings.Contains(text, problem) || !ok && text != tt.want {
			t.Errorf("%q comes to %s, want %s", tt.reply, text, tt.want)
		}
		if left := len(tt.s.Parked()); !strings.HasPrefix(tt.want, "!") && got.Waiting >= left {
			t.Errorf("after %q %d wait", tt.reply, got.Waiting)
		}
	}
}

// TestProseAboveALetter holds that what somebody writes above a letter whose lines stay empty is told as that, and kept as their words; and
// that an answer which can't be read names the question that it is for.
func TestProseAboveALetter(t *testing.T) {
	t.Parallel()
	book := must.Have(t, content.Default)
	s := parked(wait("on-cloud", "developer"))
	letter := Write(book.Playbook, s, "")
	quoted := "> " + strings.ReplaceAll(letter, "\n", "\n> ")
	const prose = "it is the office one, I think"
	for name, text := range map[string]string{"quoted": "Hi,\n" + prose + "\n\nBob\n\n" + quoted, "as it is": prose + "\n\n" + letter} {
		if got := Read(book.Playbook, s, text); !got.Blank || !strings.Contains(got.Prose, prose) || strings.Contains(got.Prose, "cause of an error") || len(got.Problems)+len(got.Facts) != 0 {
			t.Errorf("%s: %+v", name, got)
		}
	}
	for _, text := range []string{letter, quoted, "Answer [where]: " + prose} {
		if got := Read(book.Playbook, s, text); got.Blank || got.Prose != "" {
			t.Errorf("%.60q is prose: %+v", text, got)
		}
	}
	if got := Read(book.Playbook, s, "Answer [where]: "+prose); len(got.Unread) != 1 || got.Unread[0] != "on-cloud" || len(got.Problems) != 1 || !strings.HasPrefix(got.Problems[0], "Not taken: ") {
		t.Errorf("an answer that can't be read comes to %+v", got)
	}
}

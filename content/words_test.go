package content

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// What is said in the words of the trade is said in no others: a call works or is refused, and what helps is a fix.
func TestWordsOfTheTrade(t *testing.T) {
	t.Parallel()
	banned := []struct{ say, words string }{
		{"works", `\b(?:gets?|got|getting) through\b`},
		{"works", `\b(?:keys?|requests?|calls?|tests?|prompt|one|it) (?:then |also |now )?pass(?:es|ed)?(?: with| from| like| unchanged|[,.:;]|$)`},
		{"works", `\b(?:both|they) pass\b`},
		{"fix", `\b(?:cure[sd]?|curing|mend(?:s|ed|ing)?)\b`},
		{"because … is missing", `\bfor want of\b`},
		{"enroll", `\benrols?\b`},
		{"exponential backoff with jitter", `\bgrowing pauses\b`},
		{"without permission", `\bwithout leave\b`},
		{"words, or nothing", `\{[a-z_]+\|[A-Z_]{3,}\}`}, // A name in capitals is nothing to send to somebody.
	}
	var res []*regexp.Regexp
	for _, b := range banned {
		res = append(res, regexp.MustCompile(`(?i)`+b.words))
	}
	res[len(res)-1] = regexp.MustCompile(banned[len(banned)-1].words)
	var files []string
	for _, glob := range []string{"playbooks/*/*.yaml", "playbooks/*/screens/*.md", "playbooks/*/reference/*.md", "playbooks/*/escalation.tmpl", "playbooks/*/lab/*.yaml", "shared/way.yaml", "shared/doctor.yaml"} {
		found, err := filepath.Glob(glob)
		if err != nil || len(found) == 0 {
			t.Fatal(glob, err)
		}
		files = append(files, found...)
	}
	for _, file := range files {
		if filepath.Base(file) == "signs.yaml" {
			continue // It holds what others write.
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range strings.Split(string(text), "\n") {
			if bare := strings.TrimSpace(line); strings.HasPrefix(bare, "#") || strings.Contains(line, `\b`) || strings.Contains(line, "(?:") {
				continue // A comment, or a pattern of what people write.
			}
			for j, re := range res {
				if m := re.FindString(line); m != "" {
					t.Errorf("%s:%d: %q; say %q: %s", file, i+1, m, banned[j].say, strings.TrimSpace(line))
				}
			}
		}
	}
}

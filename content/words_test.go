package content

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"why403/flow/must"
)

// TestNothingGlued holds that what is put together stays English: the title of an option and what tells it apart are read one after the
// other, and the name of who answered stands behind "with" and "at".
func TestNothingGlued(t *testing.T) {
	t.Parallel()
	goesOn := regexp.MustCompile(`^(?:than|or|and|of|to|for|with|that|which|but|nor)\b`)
	for id, b := range ships(t) {
		for _, c := range b.Choices {
			for _, o := range c.Options {
				if goesOn.MatchString(o.Detail) {
					t.Errorf("%s %s: %q goes on from %q; say it so that it stands alone", id, c.ID, o.Detail, o.Title)
				}
			}
		}
	}
	for _, p := range sharedSigns().parties {
		if p.Kind == "gateway" && (strings.HasPrefix(p.Name, "a ") || strings.HasPrefix(p.Name, "an ") || strings.Contains(p.Name, " in front of ")) {
			t.Errorf("%q does not stand behind \"your account with\"", p.Name)
		}
	}
}

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
		{"instead of", `\bin the place of\b`},
		{"mentions", `\bspeaks? of\b`},
		{"in between", `\b(?:something|proxy|filter|firewall|vpn) on the way(?:[,.;:]| [^t]|$)`},
		{"doesn't accept", `\b(?:takes|allows) no (?:api )?(?:keys|logins|requests)\b`},
		{"a key from another …", `\bkeys? of (?:another|the same) (?:workspace|organization|project|owner)\b`},
		{"created, of a key", `\bkeys? (?:is|was|were) made\b`},
		{"no longer", `\b(?:not|cannot|no)\b[^.]{0,40}\bany more\b`},
		{"misspelled, most common", `\b(?:mis)?spelt\b|\bcommonest\b`},
		{"your account with the gateway", `\bat \{party\b`},
		{"allow", `\blets? (?:it|this program|anthropic|requests) through\b`},
		{"an address, then a word", `https?://\S+ [.,;:](?:\s|["]|$)`},
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
		must.NoError(t, err)
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

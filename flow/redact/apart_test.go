package redact

import (
	"fmt"
	"strings"
	"testing"
)

// TestCharactersApart holds that a key whose characters stand apart is masked as one that is whole, and that other texts stay.
func TestCharactersApart(t *testing.T) {
	t.Parallel()
	key := "sk-ant-api03-" + body(base62url, 93, 3) + "AA"
	od := func(text string) string {
		var b strings.Builder
		for i := 0; i < len(text); i += 16 {
			fmt.Fprintf(&b, "%07o", i)
			for _, c := range []byte(text[i:min(len(text), i+16)]) {
				if c == '\n' {
					b.WriteString("  \\n")
				} else {
					fmt.Fprintf(&b, "%4c", c)
				}
			}
			b.WriteByte('\n')
		}
		return b.String() + fmt.Sprintf("%07o\n", len(text))
	}
	apart := strings.Join(strings.Split(key, ""), " ")
	for name, text := range map[string]string{
		"od -c":               od("x-api-key: " + key + "\n"),
		"od -c with a line":   "$ env | od -c\n" + od(key+"\nPATH=/bin\n") + "$",
		"od -c after a line":  od("A=1\nB=" + key + "\n"),
		"blanks":              "the key: " + apart + " and no more",
		"blanks over lines":   apart[:80] + "\n" + apart[81:] + "\n",
		"blanks at the start": apart,
	} {
		got, n := Secrets(text)
		if n == 0 {
			t.Errorf("%s: nothing is masked: %q", name, got)
		}
		bare := strings.NewReplacer(" ", "", "\n", "").Replace(got)
		for i := len("sk-ant-api03-"); i+8 <= len(key); i++ {
			if strings.Contains(bare, key[i:i+8]) {
				t.Errorf("%s: %q stays in %q", name, key[i:i+8], got)
				break
			}
		}
	}
	for _, text := range []string{
		"E R R O R   4 0 3   P E R M I S S I O N   D E N I E D",
		"1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5",
		od("permission denied: 403\n"),
		"a b c d e f g h i j k l m n o p q r s t u v w x y z 0 1 2 3 4 5 6 7 8 9",
		"| a | b | c |\n- x y z\n",
	} {
		if got, n := Secrets(text); n > 0 || got != text {
			t.Errorf("changed: %q", got)
		}
	}
}

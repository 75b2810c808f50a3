package page

import (
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"
)

const curl = `curl -sS -i -H @- -H 'anthropic-version: 2023-06-01' -H 'content-type: application/json' https://api.anthropic.com/v1/messages --data '{"model":"m"}' | grep -iE '^(request-id|HTTP)'`

func TestFoldIn(t *testing.T) {
	t.Parallel()
	got := FoldIn("sh", curl, 60)
	want := []string{
		`curl -sS -i -H @- -H 'anthropic-version: 2023-06-01' -H \`,
		`    'content-type: application/json' \`,
		`    https://api.anthropic.com/v1/messages --data \`,
		`    '{"model":"m"}' | grep -iE '^(request-id|HTTP)'`,
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s", strings.Join(got, "\n"))
	}
	if got := FoldIn("powershell", `Invoke-WebRequest -Uri "https://api.anthropic.com/v1/models" -Headers $headers`, 60); !slices.Equal(got, []string{"Invoke-WebRequest -Uri `", `    "https://api.anthropic.com/v1/models" -Headers $headers`}) {
		t.Errorf("got\n%s", strings.Join(got, "\n"))
	}
	if got := FoldIn("python", "  send(aaa, bbb, ccc)", 14); !slices.Equal(got, FoldCode("  send(aaa, bbb, ccc)", 14)) {
		t.Errorf("got\n%s", strings.Join(got, "\n"))
	}
}

// TestFoldedRuns holds that a shell does the same with a command whose rows were copied as with the command, unless an argument has no row
// of its own, which is marked.
func TestFoldedRuns(t *testing.T) {
	t.Parallel()
	posix, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("no shell")
	}
	args := rapid.SampledFrom([]string{
		"-H", "'a b  c'", `"d  e"`, `"f \" g"`, `h\ i`, "--data", `'{"model":"m", "max": 1}'`, "https://example.com/v1/messages?x=1", "'line\nbreak and more'", "| cat", "--flag=value", "'#'", `'\'`, "end # and a comment that is long",
	})
	rapid.Check(t, func(t *rapid.T) {
		all := rapid.SliceOfN(args, 1, 12).Draw(t, "arguments")
		for i, a := range all[:len(all)-1] {
			if strings.HasPrefix(a, "end #") {
				all[i] = "end"
			}
		}
		text := "printf '<%s>' " + strings.Join(all, " ")
		w := rapid.IntRange(16, 90).Draw(t, "width")
		rows := FoldIn("sh", text, w)
		for _, r := range rows {
			if ansi.StringWidth(r) > w {
				t.Fatalf("%q is wider than %d", r, w)
			}
		}
		folded := strings.Join(rows, "\n")
		if strings.Contains(folded, FoldMark) {
			return
		}
		want, _ := exec.Command(posix, "-c", text).Output()
		got, _ := exec.Command(posix, "-c", folded).Output()
		if string(got) != string(want) {
			t.Fatalf("at %d\n%s\nprints %q, and\n%s\n%q", w, text, want, folded, got)
		}
	})
}

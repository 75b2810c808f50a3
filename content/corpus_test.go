package content

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"why403/flow"
	"why403/flow/must"
)

// reported is one real report: what its reporter pasted, and the cause that was found in the end.
type reported struct {
	ID         string   `json:"id"`
	Source     string   `json:"source"`
	Pasted     string   `json:"pasted"`
	Label      string   `json:"label"`
	Also       []string `json:"also_labels"`
	Playbook   string   `json:"playbook"` // Where the label is a verdict of another one than the usual; "none" for another service's error.
	Confidence string   `json:"confidence"`
	Decidable  bool     `json:"decidable_from_text"`
}

// The collections of reports. The signs were written with all of them at hand.
const (
	held12   = "held-12.jsonl" // Gathered with learned-31, and read once after that was learned from.
	held13   = "held-13.jsonl" // Written with composite-5, and read once after that was learned from.
	sample1  = "sample-1.jsonl"
	sample2  = "sample-2.jsonl"
	learned1 = "learned-1.jsonl"
	learned2 = "learned-2.jsonl"
	learned3 = "learned-3.jsonl" // Read once before it was learned from: 144 of 183 decided, 5 of 219 false, on 28 November 2026.
	learned4 = "learned-4.jsonl" // Likewise: 99 of 115, 3 of 146.
	learned5 = "learned-5.jsonl" // Likewise: 199 of 263, 12 of 341.
	learned6 = "learned-6.jsonl" // Likewise: 235 of 277, 11 of 341.
	learned7 = "learned-7.jsonl" // Set apart when learned-4 was gathered, and read once after it was learned from: 85 of 96, 3 of 146.
	learned8 = "learned-8.jsonl" // Read once before it was learned from: 187 of 260, 25 of 303.
	learned9 = "learned-9.jsonl" // Read when learned-8 was half learned: 33 of 51, 4 of 64.
	// Set apart when learned-8 and learned-9 were gathered, and read once after they were learned from: 196 of 283, 19 of 347. From it
	// kinds were learned, not each report.
	learned10 = "learned-10.jsonl"
	learned11 = "learned-11.jsonl" // Read once before it was learned from: 132 of 166 decided, 15 of 196 false.
	learned12 = "learned-12.jsonl" // Likewise: 114 of 149, 17 of 189.
	learned13 = "learned-13.jsonl" // Likewise: 95 of 119, 3 of 139.
	learned14 = "learned-14.jsonl" // Likewise, on 29 November 2026: 81 of 109, 3 of 120.
	learned15 = "learned-15.jsonl" // Likewise: 55 of 82, 3 of 88. It holds what reports of before have not: common kinds are rare in it.
	learned16 = "learned-16.jsonl" // Held back until learned-15 came: 87 of 111, 7 of 133.
	learned17 = "learned-17.jsonl" // Likewise: 80 of 106, 6 of 116.
	learned18 = "learned-18.jsonl" // Held back until learned-19 came: 55 of 80, 1 of 90.
	learned19 = "learned-19.jsonl" // Read once before it was learned from: 46 of 67, 7 of 79.
	learned20 = "learned-20.jsonl" // Likewise: 59 of 68, 4 of 73. Two in three are from notes in repositories, which tell little beside the error.
	learned21 = "learned-21.jsonl" // Held back until learned-20 came: 46 of 71, 6 of 77.
	learned22 = "learned-22.jsonl" // Held back until learned-23 came: 61 of 66, 4 of 68.
	learned23 = "learned-23.jsonl" // Read once before it was learned from, on 30 November 2026: 40 of 51, 3 of 55.
	learned24 = "learned-24.jsonl" // Held back until learned-25 came: 39 of 55, 2 of 62.
	learned25 = "learned-25.jsonl" // Read once before it was learned from: 52 of 68, none of 81.
	learned26 = "learned-26.jsonl" // Held back until learned-27 came: 48 of 67, 5 of 81.
	learned27 = "learned-27.jsonl" // Read once before it was learned from: 23 of 32, none of 53.
	learned28 = "learned-28.jsonl" // Likewise, on 1 December 2026: 41 of 58, 5 of 66. It leans to other statuses, tool servers and gateways.
	learned29 = "learned-29.jsonl" // Held back until learned-28 came: 27 of 37, 1 of 58.
	learned30 = "learned-30.jsonl" // Held back until learned-31 came: 48 of 60, 3 of 65.
	// Read once before it was learned from: 47 of 76, 2 of 85. Half of it is of unusual clients and of other services, and has no refusal.
	learned31 = "learned-31.jsonl"
	// What people paste of several things at once. The sentences are those of services and clients, what stands around them is made up.
	composite1 = "composite-1.jsonl" // Read once before it was learned from, on 1 December 2026: 34 of 47, 4 of 53.
	composite2 = "composite-2.jsonl" // Held back until composite-3 came: 41 of 55, 6 of 58.
	composite3 = "composite-3.jsonl" // Read once before it was learned from: 35 of 50, 9 of 58.
	composite4 = "composite-4.jsonl" // Held back until composite-5 came: 36 of 50, 7 of 57.
	composite5 = "composite-5.jsonl" // Read once before it was learned from: 31 of 41, 7 of 53.
)

// corpus returns the reports of one collection whose cause is known well enough to be scored.
func corpus(t testing.TB, name string) []reported {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", "corpus", name))
	must.NoError(t, err)
	defer f.Close()
	var cases []reported
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var c reported
		must.NoError(t, json.Unmarshal(lines.Bytes(), &c))
		cases = append(cases, c)
	}
	must.NoError(t, lines.Err())
	return cases
}

// verdictOf maps the corpus's own labels to verdicts.
func verdictOf(label string) string {
	switch label {
	case "model-tier":
		return "model-access"
	case "cloudflare-block":
		return "edge-block"
	case "claudeai-web-api":
		return "claude-web"
	case "azure-foundry":
		return "foundry"
	case "oauth-org-not-allowed":
		return "oauth-not-allowed"
	case "not-403:401":
		return "authentication"
	case "not-403:404-model":
		return "unknown-model"
	case "not-403:400-beta":
		return "bad-beta-value"
	case "github-403", "wrong-endpoint":
		return "other-service"
	case "aup-refusal":
		return "not-http"
	case "unknown-403", "none-fits", "open":
		return ""
	}
	return label
}

// finer are verdicts that came after reports were labelled, by the one that they were split from. To say the finer one is right.
var finer = map[string][]string{
	"org-policy":              {"feature-off", "model-restricted", "api-keys-off", "workspace-setting", "data-retention"},
	"model-access":            {"feature-access", "model-restricted"},
	"sandbox-egress":          {"git-proxy"},
	"bedrock":                 {"aws-platform"},
	"oauth-scope":             {"token-scope"},
	"oauth-client-restricted": {"token-scope"},
	"other-service":           {"mcp-server"},
}

// concluded returns the verdict that a text leads to by itself, or "".
func concluded(b *Book, r flow.Reading) string {
	if p := flow.Walk(b.Playbook, r.Facts); p.Outcome == flow.Concluded {
		return p.Verdict.ID
	}
	return ""
}

// ending is where a text leads to by itself, by the front door and over the playbooks that verdicts hand it to.
type ending struct {
	verdicts []string // Of every playbook that it came through; the last is where it ends. None where it ends at a question.
	open     bool     // It ends at a question.
	playbook string   // Where it ends.
	reading  flow.Reading
}

// end returns the verdict that is told, or "".
func (e ending) end() string {
	if len(e.verdicts) == 0 {
		return ""
	}
	return e.verdicts[len(e.verdicts)-1]
}

// endOf reads a text as the program does.
func endOf(t testing.TB, text string) ending {
	t.Helper()
	c, err := Choose([]byte(text))
	must.NoError(t, err)
	s := new(flow.Session)
	s.Read(c.Reading, flow.Pasted, time.Time{})
	e := ending{reading: c.Reading}
	in := c.Book
	been := make(map[string]bool)
	for {
		p := flow.Walk(in.Playbook, s.Facts())
		e.playbook, e.open = in.ID, p.Outcome != flow.Concluded
		if e.open {
			return e
		}
		e.verdicts = append(e.verdicts, p.Verdict.ID)
		been[in.ID] = true
		if p.Verdict.SwitchTo == "" || been[p.Verdict.SwitchTo] {
			return e
		}
		to, err := Ship(p.Verdict.SwitchTo)
		must.NoError(t, err)
		again := to.Read([]byte(text))
		s.HandOver(flow.Handing{From: in.Playbook, To: to.Playbook, By: flow.Pasted, Again: &again}, time.Time{})
		if v := flow.Walk(to.Playbook, s.Facts()).Verdict; v != nil && been[v.SwitchTo] {
			return e // It would be sent back.
		}
		in = to
	}
}

// wants returns the verdicts that are right for a report.
func (c *reported) wants() []string {
	var ids []string
	for _, l := range append([]string{c.Label}, c.Also...) {
		if id := verdictOf(l); id != "" {
			ids = append(append(ids, id), finer[id]...)
		}
	}
	if c.Playbook == "none" {
		ids = append(ids, "other-service", "not-http", "other-error", "mcp-server")
	}
	return ids
}

// The marks that a report can get.
const (
	isRight  = "right"    // It leads to a right verdict.
	isFalse  = "FALSE"    // It leads to another one.
	isAsking = "asks"     // It leads to a question, and a question is right.
	isMissed = "needless" // It leads to a question that the text answers.
)

// mark compares where a report leads to with where it should.
func (c *reported) mark(e ending) string {
	want := c.wants()
	told := func(id string) bool { return slices.Contains(want, id) }
	switch {
	case c.Playbook == "" && e.playbook != DefaultID && handsTo(verdictOf(c.Label)) == e.playbook:
		return isRight // The label says that it is another playbook's matter, and no more.
	case slices.ContainsFunc(e.verdicts, told) && (e.open || told(e.end())):
		return isRight
	case !e.open:
		return isFalse
	case c.Decidable && len(want) > 0:
		return isMissed
	default:
		return isAsking
	}
}

// handsTo returns the playbook that a verdict of the default one hands to, or "".
func handsTo(verdict string) string {
	b, err := Default()
	if err != nil {
		panic(err) // It is embedded, and other tests load it.
	}
	if v := b.Verdict(verdict); v != nil {
		return v.SwitchTo
	}
	return ""
}

// TestCorpus prints where the text of every report leads to by itself, and for each collection how many of those whose text names
// the cause are decided, how many of all get a false verdict, and how many a needless question.
func TestCorpus(t *testing.T) {
	t.Parallel()
	for _, name := range []string{sample1, sample2, learned1, learned2, learned3, learned4, learned5, learned6, learned7, learned8, learned9, learned10, learned11, learned12, learned13, learned14, learned15, learned16, learned17, learned18, learned19, learned20, learned21, learned22, learned23, learned24, learned25, learned26, learned27, learned28, learned29, learned30, learned31, composite1, composite2, composite3, composite4, composite5} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			least, most := 95.0, 1.0
			switch name {
			case learned10:
				least, most = 89.0, 2.1
			case learned12:
				least, most = 96.6, 2.2 // Four that are false are relays that were asked for other vendors' models, or another site.
			case learned13:
				least, most = 84.0, 1.5
			case learned15, learned16, learned17, learned18, learned19, learned20: // From these kinds were learned, not each report.
				least, most = 82.0, 4.6
			case learned22:
				most = 3.0 // One of the two is told as the organization's setting, not as the browser's call that it is about.
			case learned24, learned25: // From these, too, kinds were learned.
				least, most = 87.0, 3.3
			case learned26: // And from this.
				least = 91.0
			case learned27:
				least = 87.5
			case learned28: // From these, and from those of several things at once, kinds were learned.
				least, most = 79.0, 6.1
			case learned29:
				least, most = 81.0, 1.8
			case learned30:
				least, most = 90.0, 1.6
			case learned31: // A good part of it tells of no refusal at all.
				least, most = 73.5, 1.2
			case composite4:
				least, most = 80.0, 8.8
			case composite5:
				least, most = 78.0, 13.3
			case composite1:
				least = 85.0
			case composite2:
				least, most = 89.0, 1.8
			case composite3:
				least, most = 86.0, 1.8
			case learned23: // Of other services' errors few kinds come twice.
				least, most = 86.0, 5.5
			case learned21: // Seven of those that it asks about say "Request not allowed", which has more than one cause.
				least, most = 71.8, 7.8
			}
			decided, wrong := measure(t, corpus(t, name))
			if decided < least || wrong > most {
				t.Errorf("%.1f%% are decided and %.1f%% false; want at least %.1f%% and at most %.1f%%", decided, wrong, least, most)
			}
		})
	}
}

// TestHeld does the same for the reports that no sign was written with, labelled before the program read any and set apart by chance.
// What the test asks for is what was measured, so that it
// notices a loss; to write signs for what it misses would make it worth nothing.
func TestHeld(t *testing.T) {
	t.Parallel()
	for name, was := range map[string][2]float64{held12: {61.2, 4.4}, held13: {76.7, 12.7}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			decided, wrong := measure(t, corpus(t, name))
			if decided < was[0]-.1 || wrong > was[1]+.1 {
				t.Errorf("%.1f%% are decided and %.1f%% false; it was %.1f%% and %.1f%%", decided, wrong, was[0], was[1])
			}
		})
	}
}

// score counts how reports are read.
type score struct{ scored, decidable, right, wrong, needless int }

func (s *score) add(c *reported, mark string) {
	s.scored++
	switch mark {
	case isFalse:
		s.wrong++
	case isMissed:
		s.needless++
	}
	if c.Decidable && len(c.wants()) > 0 {
		s.decidable++
		if mark == isRight {
			s.right++
		}
	}
}

func (s score) String() string {
	return fmt.Sprintf("%d scored: %d of %d decidable decided (%.1f%%), %d false (%.1f%%), %d needless questions",
		s.scored, s.right, s.decidable, 100*float64(s.right)/float64(max(s.decidable, 1)), s.wrong, 100*float64(s.wrong)/float64(max(s.scored, 1)), s.needless)
}

// measure logs a line for each report, and returns how many in a hundred are decided and false.
func measure(t *testing.T, cases []reported) (decided, wrong float64) {
	t.Helper()
	var all, service score
	for i := range cases {
		c := &cases[i]
		e := endOf(t, c.Pasted)
		mark := c.mark(e)
		if c.Confidence == "low" {
			mark += "?" // Not scored.
		} else {
			all.add(c, mark)
			if c.Playbook == "none" {
				service.add(c, mark)
			}
		}
		ids := make([]string, 0, len(e.reading.Facts))
		for _, f := range e.reading.Facts {
			ids = append(ids, f.ID+"="+f.Value.String())
		}
		t.Logf("%-9s %s %s want %s got %s/%s open=%v | %s | %s", mark, c.ID, c.Playbook, strings.Join(c.wants(), ","), e.playbook, e.end(), e.open, e.reading.Summary, strings.Join(ids, " "))
	}
	t.Logf("%d reports: %s; of those, other services' errors: %s", len(cases), all, service)
	decided, wrong = 100*float64(all.right)/float64(all.decidable), 100*float64(all.wrong)/float64(all.scored)
	return decided, wrong
}

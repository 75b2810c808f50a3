package main

import (
	"fmt"
	"io"
	"math"
	"math/big"
	"strings"

	"github.com/charmbracelet/x/ansi"
	"github.com/spf13/cobra"

	"why403/content"
	"why403/flow"
	"why403/flow/paths"
)

// pathsFlags are the flags that playbook paths and playbook cost share.
type pathsFlags struct {
	bound, samples int
	seed           uint64
	json           bool
}

func (f *pathsFlags) add(cmd *cobra.Command) {
	cmd.Flags().IntVar(&f.bound, "bound", paths.DefaultBound, "situations to tell apart before samples are taken instead")
	cmd.Flags().IntVar(&f.samples, "samples", paths.DefaultSamples, "paths to draw past the bound")
	cmd.Flags().Uint64Var(&f.seed, "seed", 1, "where the random draws begin")
	cmd.Flags().BoolVar(&f.json, "json", false, "print one JSON object a playbook")
}

func (f *pathsFlags) check() error {
	for name, n := range map[string]int{"--bound": f.bound, "--samples": f.samples} {
		if n < 1 {
			return usagef("it is a number of at least 1", "%s: %d is too small", name, n)
		}
	}
	return nil
}

func (c *console) playbookPaths() *cobra.Command {
	var f pathsFlags
	var longest, sure bool
	var ends int
	cmd := &cobra.Command{
		Use:   "paths [PLAYBOOK…]",
		Short: "Follow every combination of answers: how many, how long, where they end",
		Long: `Follows every combination of answers to a playbook's questions, from nothing pasted, as the wizard would ask. Combinations
after which the same can still happen are followed once, so that all are counted exactly, up to --bound such situations; past
it, paths are drawn at random, and the output says so. It prints the number of paths, the longest, the mean number of questions
against the least that any order needs, verdicts that no answers lead to, and ends that leave the cause open. Without a name it
takes the playbook that is the default. ctrl+c stops it and prints what is known.`,

		ValidArgsFunction: c.playbookNames,

		RunE: func(cmd *cobra.Command, args []string) error {
			if err := f.check(); err != nil {
				return err
			}
			o := paths.Options{Bound: f.bound, Samples: f.samples, Seed: f.seed}
			if sure {
				o.Answers = []flow.Value{flow.Yes, flow.No}
			} else {
				o.Answers = []flow.Value{flow.Yes, flow.No, flow.Unsure}
			}
			return c.eachBook(args, func(name string, b *content.Book) (bool, error) {
				r := paths.Explore(cmd.Context(), b.Playbook, o)
				v := pathsView{name: name, book: b, r: r, s: r.Summarize(b.Playbook, len(o.Answers)), answers: o.Answers, ends: ends, longest: longest}
				if f.json {
					return r.Interrupted, indented(c.out, v.object())
				}
				_, err := io.WriteString(c.out, v.text())
				return r.Interrupted, err
			})
		},
	}
	f.add(cmd)
	cmd.Flags().BoolVar(&longest, "longest", false, "print the longest path itself")
	cmd.Flags().BoolVar(&sure, "sure", false, "answer with yes and no only, never unsure")
	cmd.Flags().IntVar(&ends, "ends", 5, "ends that leave it open to show, the commonest first")
	return cmd
}

// eachBook opens the playbooks, the default one where none is named, and does something with each until it is interrupted.
func (c *console) eachBook(names []string, do func(name string, b *content.Book) (interrupted bool, err error)) error {
	if len(names) == 0 {
		names = []string{content.DefaultID}
	}
	books := make([]*content.Book, len(names))
	for i, name := range names {
		var err error
		if books[i], err = c.openBook(name); err != nil {
			return err
		}
	}
	for i, b := range books {
		interrupted, err := do(names[i], b)
		if err != nil {
			return fmt.Errorf("write what was found: %w", err)
		}
		if interrupted {
			return &exitError{code: exitInterrupted}
		}
	}
	return nil
}

// pathsView shows what was found of one playbook.
type pathsView struct {
	name    string
	book    *content.Book
	r       *paths.Result
	s       paths.Summary
	answers []flow.Value
	ends    int
	longest bool
}

// textCols is how wide the text is at most.
const textCols = 79

func (v *pathsView) text() string {
	var w strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&w, format+"\n", args...) }
	list := func(indent, text string) { w.WriteString(hanging(indent, text)) }
	r, s := v.r, v.s
	var said []string
	for _, a := range v.answers {
		said = append(said, a.String())
	}
	answers := strings.Join(said, ", ")
	line(sayPathsHead, v.name)
	switch {
	case r.Method == paths.Exhaustive && r.Interrupted:
		line(saySoFar, 100*r.Ended)
		line(sayFollowed, max(r.Depth-1, 0))
		line(sayExactSoFar, grouped(r.Paths), grouped(big.NewInt(int64(r.Situations))))
	case r.Method == paths.Exhaustive:
		line(sayExhaustive, answers)
		line(sayExact, grouped(r.Paths), grouped(big.NewInt(int64(r.Situations))), grouped(big.NewInt(int64(r.Bound))))
	default:
		line(saySampled, r.Samples, r.Seed, answers)
		line(sayTooMany, grouped(big.NewInt(int64(r.Bound))))
		if r.Cut {
			line(sayPathsCut, len(v.book.Questions))
		}
		line(sayEstimate, grouped(r.Paths))
		if r.Interrupted {
			line("%s", sayFewer)
		}
	}
	line("")
	line(sayLongest, plural(len(r.Longest), "question"))
	line(sayMean, inQuestions(r.Mean), inMinutes(r.Minutes))
	line(sayWeighted, inQuestions(s.Weighted))
	line(sayFloor, inQuestions(s.Floor), s.Bits, math.Log2(float64(len(v.answers))))
	w.WriteString(sayOdds(len(v.book.Questions), len(s.NoOdds)))
	switch s.Priors {
	case 0:
		line("%s", sayPriorsNone)
	case len(v.book.Verdicts):
		line("%s", sayPriorsAll)
	default:
		line(sayPriorsStated, s.Priors, len(v.book.Verdicts))
	}
	line("")
	line("%-26s %14s %8s %10s %8s", "VERDICT", "PATHS", "SHARE", "QUESTIONS", "PRIOR")
	var signs, nothing []string
	for _, x := range s.Verdicts {
		switch {
		case x.Found():
			n := grouped(x.Paths)
			if r.Method == paths.Sampled {
				n = "~" + n
			}
			line("%-26s %14s %7.2f%% %10.1f %7.1f%%", x.Verdict, n, 100*x.Share, x.Mean, 100*x.Prior)
		case x.Signs:
			signs = append(signs, x.Verdict)
		default:
			nothing = append(nothing, x.Verdict)
		}
	}
	if len(signs)+len(nothing) > 0 {
		if r.Method == paths.Exhaustive && !r.Interrupted {
			line("\n%s", sayNeverReached)
		} else {
			line("\n%s", sayNeverSeen)
		}
		if len(signs) > 0 {
			list("  ", fmt.Sprintf(sayNeverSigns, strings.Join(signs, ", ")))
		}
		if len(nothing) > 0 {
			list("  ", fmt.Sprintf(sayNeverAtAll, strings.Join(nothing, ", ")))
		}
	}
	if len(s.Ambiguous) > 0 {
		open := 0.0
		for _, e := range s.Ambiguous {
			open += e.Share
		}
		line("\n"+sayAmbiguous, len(s.Ambiguous), 100*open)
		for i, e := range s.Ambiguous {
			if i == v.ends {
				line("  "+sayMoreEnds, len(s.Ambiguous)-i)
				break
			}
			list("  ", fmt.Sprintf(sayAmbiguousEnd, 100*e.Share, grouped(e.Paths), sayEnd(e)))
			list("    ", fmt.Sprintf(sayShortest, sayPath(e.Example)))
		}
	}
	if v.longest {
		line("\n%s", sayLongestPath)
		for i, a := range r.Longest {
			line("%4d  %-6s %s", i+1, a.Value, a.Question)
		}
	}
	return w.String()
}

// sayOdds tells for how many questions the authors state odds, and what is taken for the others.
func sayOdds(all, without int) string {
	if without == 0 {
		return sayOddsAll + "\n"
	}
	return fmt.Sprintf(sayOddsStated, all-without, all) + "\n" + sayOddsUsual + "\n" + sayOddsEven + "\n"
}

// hanging breaks a text at spaces so that it fits, each line indented and those after the first a little more. An id is never
// broken.
func hanging(indent, text string) string {
	var out strings.Builder
	at := 0
	for _, word := range strings.Fields(text) {
		switch n := ansi.StringWidth(word); {
		case at == 0:
			out.WriteString(indent + word)
			at = len(indent) + n
		case at+1+n > textCols:
			out.WriteString("\n" + indent + "  " + word)
			at = len(indent) + 2 + n
		default:
			out.WriteString(" " + word)
			at += 1 + n
		}
	}
	return out.String() + "\n"
}

func sayEnd(e *paths.End) string {
	others := strings.Join(e.Equal, ", ")
	switch {
	case e.Verdict == "":
		return fmt.Sprintf(sayNoVerdict, others)
	case e.Level == flow.Proven:
		return fmt.Sprintf(sayEquallyProven, e.Verdict, others)
	default:
		return fmt.Sprintf(sayEqually, e.Verdict, others)
	}
}

func sayPath(as []paths.Answer) string {
	var out []string
	for _, a := range as {
		out = append(out, a.Question+"="+a.Value.String())
	}
	return strings.Join(out, " ")
}

func inQuestions(n float64) string { return fmt.Sprintf("%.1f questions", n) }

func inMinutes(n float64) string { return fmt.Sprintf("%.1f minutes", n) }

// grouped writes a number with its digits in groups of three; one that is too long for a column, with its magnitude.
func grouped(n *big.Int) string {
	s := n.String()
	if len(s) > 10 {
		f, _ := new(big.Float).SetInt(n).Float64()
		return fmt.Sprintf("%.3g", f)
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

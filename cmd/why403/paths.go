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
	"why403/flow/explore"
	"why403/flow/i18n"
)

// pathsFlags are the flags that playbook paths and playbook cost share.
type pathsFlags struct {
	bound, samples int
	seed           uint64
	json           bool
}

func (f *pathsFlags) add(cmd *cobra.Command) {
	cmd.Flags().IntVar(&f.bound, "bound", explore.DefaultBound, "situations to tell apart before samples are taken instead")
	cmd.Flags().IntVar(&f.samples, "samples", explore.DefaultSamples, "paths to draw past the bound")
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
			o := explore.Options{Bound: f.bound, Samples: f.samples, Seed: f.seed}
			if sure {
				o.Answers = []flow.Value{flow.Yes, flow.No}
			} else {
				o.Answers = []flow.Value{flow.Yes, flow.No, flow.Unsure}
			}
			return c.eachBook(args, func(name string, b *content.Book) (bool, error) {
				r := explore.Explore(cmd.Context(), b.Playbook, o)
				v := pathsView{name: name, book: b, r: r, s: r.Summarize(b.Playbook, len(o.Answers)), answers: o.Answers, ends: ends, longest: longest}
				if f.json {
					return r.Interrupted, printJSON(c.out, v.object())
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
		if books[i], err = c.playbooks().Open(name); err != nil {
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
	r       *explore.Result
	s       explore.Summary
	answers []flow.Value
	ends    int
	longest bool
}

// textCols is how wide the text is at most.
const textCols = 79

func (v *pathsView) text() string {
	var w strings.Builder
	line := func(text string) { w.WriteString(text + "\n") }
	list := func(indent, text string) { w.WriteString(hanging(indent, text)) }
	r, s := v.r, v.s
	var said []string
	for _, a := range v.answers {
		said = append(said, a.String())
	}
	answers := strings.Join(said, ", ")
	line(i18n.T("%s: where the answers lead, with nothing pasted", v.name))
	switch {
	case r.Method == explore.Exhaustive && r.Interrupted:
		line(i18n.T("interrupted: below is what was found, in %.1f%% of the cases by their odds;", 100*r.Ended))
		line(i18n.T("all paths of up to %d questions had been followed when it stopped:", max(r.Depth-1, 0)))
		line(i18n.T("%s paths that had come to an end, over %s situations", grouped(r.Paths), grouped(big.NewInt(int64(r.Situations)))))
	case r.Method == explore.Exhaustive:
		line(i18n.T("every combination of %s was followed, each once:", answers))
		line(i18n.T("%s paths, counted exactly over %s situations (bound %s)", grouped(r.Paths), grouped(big.NewInt(int64(r.Situations))), grouped(big.NewInt(int64(r.Bound)))))
	default:
		line(i18n.T("%d samples (seed %d) of the combinations of %s:", r.Samples, r.Seed, answers))
		line(i18n.T("there are more situations than the bound of %s; all below is estimated", grouped(big.NewInt(int64(r.Bound)))))
		if r.Cut {
			line(i18n.T("a playbook of %d questions is followed on no more paths than these", len(v.book.Questions)))
		}
		line(i18n.T("about %s paths", grouped(r.Paths)))
		if r.Interrupted {
			line(i18n.T("interrupted: fewer samples than were asked for"))
		}
	}
	line("")
	line(i18n.T("longest    %s", plural(len(r.Longest), "question")))
	line(i18n.T("mean       %s, %s, weighted by the odds", inQuestions(r.Mean), inMinutes(r.Minutes)))
	line(i18n.T("by priors  %s, if verdicts come as often as their priors say", inQuestions(s.Weighted)))
	line(i18n.T("at least   %s (%.2f bits tell verdicts apart, %.2f an answer)", inQuestions(s.Floor), s.Bits, math.Log2(float64(len(v.answers)))))
	w.WriteString(sayOdds(len(v.book.Questions), len(s.NoOdds)))
	switch s.Priors {
	case 0:
		line(i18n.T("priors     stated for no verdict, so all count the same"))
	case len(v.book.Verdicts):
		line(i18n.T("priors     stated for every verdict"))
	default:
		line(i18n.T("priors     stated for %d of %d verdicts; the others share the rest evenly", s.Priors, len(v.book.Verdicts)))
	}
	line("")
	line(fmt.Sprintf("%-26s %14s %8s %10s %8s", "VERDICT", "PATHS", "SHARE", "QUESTIONS", "PRIOR"))
	var signs, nothing []string
	for _, x := range s.Verdicts {
		switch {
		case x.Found():
			n := grouped(x.Paths)
			if r.Method == explore.Sampled {
				n = "~" + n
			}
			line(fmt.Sprintf("%-26s %14s %7.2f%% %10.1f %7.1f%%", x.Verdict, n, 100*x.Share, x.Mean, 100*x.Prior))
		case x.Signs:
			signs = append(signs, x.Verdict)
		default:
			nothing = append(nothing, x.Verdict)
		}
	}
	if len(signs)+len(nothing) > 0 {
		if r.Method == explore.Exhaustive && !r.Interrupted {
			line("\n" + i18n.T("Verdicts that no answers lead to"))
		} else {
			line("\n" + i18n.T("Verdicts that no sample reached"))
		}
		if len(signs) > 0 {
			list("  ", i18n.T("by signs and probes only: %s", strings.Join(signs, ", ")))
		}
		if len(nothing) > 0 {
			list("  ", i18n.T("by nothing: %s", strings.Join(nothing, ", ")))
		}
	}
	if len(s.Ambiguous) > 0 {
		open := 0.0
		for _, e := range s.Ambiguous {
			open += e.Share
		}
		line("\n" + i18n.T("Ends that leave it open: %d kinds, %.1f%% of the cases", len(s.Ambiguous), 100*open))
		for i, e := range s.Ambiguous {
			if i == v.ends {
				line("  " + i18n.T("%d more; --ends shows them", len(s.Ambiguous)-i))
				break
			}
			list("  ", i18n.T("%5.2f%%  %s paths  %s", 100*e.Share, grouped(e.Paths), sayEnd(e)))
			list("    ", i18n.T("the shortest: %s", sayPath(e.Example)))
		}
	}
	if v.longest {
		line("\n" + i18n.T("The longest path"))
		for i, a := range r.Longest {
			line(fmt.Sprintf("%4d  %-6s %s", i+1, a.Value, a.Question))
		}
	}
	return w.String()
}

// sayOdds tells for how many questions the authors state odds, and what is taken for the others.
func sayOdds(all, without int) string {
	if without == 0 {
		return i18n.T("odds       stated for every question") + "\n"
	}
	return i18n.T("odds       stated for %d of %d questions", all-without, all) + "\n" + i18n.T("           else: the usual answer 60%%, its opposite 30%%, unsure 10%%") + "\n" + i18n.T("           else, without a usual answer: yes 45%%, no 45%%, unsure 10%%") + "\n"
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

func sayEnd(e *explore.End) string {
	others := strings.Join(e.Equal, ", ")
	switch {
	case e.Verdict == "":
		return i18n.T("no verdict; possible: %s", others)
	case e.Level == flow.Proven:
		return i18n.T("%s is shown; as well proven: %s", e.Verdict, others)
	default:
		return i18n.T("%s is shown; as likely: %s", e.Verdict, others)
	}
}

func sayPath(as []explore.Answer) string {
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

package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"why403/content"
	"why403/content/headless"
	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/i18n"
	"why403/flow/journal"
	"why403/flow/review"
	"why403/flow/sessions"
)

// editing holds the flags of the edit command.
type editing struct {
	review.Edit

	dry, yes bool
}

func (c *console) edit() *cobra.Command {
	var e editing
	cmd := &cobra.Command{
		Use:   "edit SESSION|TICKET",
		Short: "Change answers of a session, after showing what follows from it",
		Long: `Changes answers of a session, withdraws facts, or writes notes on them. It first shows which later answers fall off the
path and where the session would stand, and asks. Nothing is ever deleted: the record keeps what was said before, and the
whole change is taken back with one undo.`,
		Example: `  why403 edit k7q2 --answer plain-works=no --dry-run
  why403 edit T-1234 --answer own-model-works=yes --from customer --note own-model-works='tried it twice'
  why403 edit k7q2 --withdraw uses-beta --yes`,
		Args: cobra.ExactArgs(1),

		ValidArgsFunction: c.sessionNames(1),

		RunE: func(cmd *cobra.Command, args []string) error { return c.runEdit(cmd.Context(), e, args) },
	}
	f := cmd.Flags()
	c.answerFlag(cmd, &e.Answers)
	f.StringArrayVar(&e.Withdrawn, "withdraw", nil, "take back what was said of the fact with this `ID`; may be repeated")
	f.StringArrayVar(&e.Notes, "note", nil, "add to the note on a fact, as `ID=TEXT`; without an ID to that on the session, without a text to take it back")
	oneOf(cmd, &e.From, "from", "", "who says so: `WHO` is you, customer or colleague; otherwise who answered before or was asked, else the one whose call it is", string(flow.You), string(flow.Customer), string(flow.Colleague))
	completeWith(cmd, "withdraw", c.named(factNames("")))
	completeWith(cmd, "note", c.named(factNames("=")))
	f.BoolVar(&e.dry, "dry-run", false, "show what would follow, and record nothing")
	f.BoolVar(&e.yes, "yes", false, "record it without asking")
	return cmd
}

func (c *console) runEdit(ctx context.Context, e editing, args []string) error {
	if len(e.Answers)+len(e.Withdrawn)+len(e.Notes) == 0 {
		return usagef("see why403 edit --help", "there is nothing to change: give --answer, --withdraw or --note")
	}
	store := c.store()
	f, err := sessions.Find(store, args...)
	if err != nil {
		return err
	}
	if err := f.Stored("changed"); err != nil {
		return err
	}
	book, s, err := c.replayed(f)
	if err != nil {
		return err
	}
	ch, err := review.Plan(book.Playbook, s, e.Edit)
	if err != nil {
		return err
	}
	now := conversation.New(conversation.Ports{Now: c.now}, headless.Bare(book), s).State()
	if _, err := io.WriteString(c.out, ch.Show(book.Playbook, f.Name, now.Position(), now.Preview(changing(ch)).Position(), c.columns())); err != nil {
		return fmt.Errorf("write what would follow: %w", err)
	}
	if ch.Empty() || e.dry {
		return nil
	}
	if err := c.allowed(ctx, e.yes, i18n.T("Record it?"), i18n.T("nothing was recorded")); err != nil {
		return err
	}
	return c.recordChange(store, book, f, ch)
}

// recordChange appends the change to the session, if nobody else did meanwhile.
func (c *console) recordChange(store *journal.Store, book *content.Book, f sessions.Found, ch *review.Effect) error {
	t, err := c.reopen(store, f.Name)
	if err != nil {
		return err
	}
	if t.recorded != len(f.Events) {
		return errors.Join(usagef("look at it again", "session %s was gone on with meanwhile; nothing was recorded", f.Name), t.log.Close())
	}
	talk := conversation.New(conversation.Ports{Now: c.now, Record: t.record}, headless.Bare(book), t.session)
	talk.Wait(context.Background(), talk.Do(changing(ch)), nil)
	if err := errors.Join(talk.State().Unsaved, t.log.Close()); err != nil {
		return err
	}
	fmt.Fprintln(c.err, i18n.T("why403: recorded in session %s", f.Name))
	return nil
}

// changing is the change as one act.
func changing(ch *review.Effect) conversation.Change {
	facts, notes := ch.Says()
	return conversation.Change{Facts: facts, Notes: notes}
}

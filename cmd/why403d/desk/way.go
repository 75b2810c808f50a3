package desk

import (
	"flag"
	"fmt"
	"slices"
	"strings"

	"why403/content"
	"why403/flow"
	"why403/flow/conversation"
	"why403/flow/page"
	"why403/flow/probe"
)

// way tells what the way from this server to the service shows: requests without a key, of the playbook that ships, each shown before any
// is sent. The environment's proxies are not taken. What holds wherever it is asked from, that an incident is reported, can be recorded in
// a session; the rest is of this server, and not of the call that fails.
func (v *visit) way(args []string) (int, error) {
	send := false
	args, err := v.flags("way", args, 1, func(f *flag.FlagSet) { f.BoolVar(&send, "send", false, "") })
	if err != nil {
		return 0, err
	}
	book, err := content.Default()
	if err != nil {
		return 0, err
	}
	prober := probe.New(book.Playbook, book.Read, probe.Setup{Trust: probe.Own, Knowledge: content.Way(), BaseURL: v.desk.testOnlyService})
	var ids []string
	var text strings.Builder
	for _, c := range prober.Cards(nil) {
		if c.Probe.Credential != flow.NoKey || c.Probe.Measures == flow.AsksAPI || len(c.Missing) > 0 {
			continue
		}
		ids = append(ids, c.Probe.ID)
		fmt.Fprintf(&text, "%s\n    %s %s, without a key, %s\n", page.Line(c.Probe.Title), c.Request.Method, page.Line(c.Request.URL), page.Line(c.Route))
	}
	if !send {
		fmt.Fprintf(&text, "\nNothing was sent. %s way --send sends them from this server.\n", v.desk.Line("", ""))
		_, err := v.sess.Write([]byte(text.String()))
		return 0, err
	}
	var s *seat
	if len(args) > 0 {
		if s, err = v.named("way", args); err != nil {
			return 0, err
		}
	}
	v.desk.Log.Info("sends", "name", v.who.Name, "probes", ids)
	told := prober.Run(v.ctx, ids, nil, nil)
	state := conversation.New(conversation.Ports{Now: v.desk.Now}, conversation.Opened{Playbook: book.Playbook}, new(flow.Session)).State()
	var blocks []page.Block
	for _, t := range told {
		blocks = append(append(blocks, state.Told(t, false)...), page.Gap{})
	}
	lines := append(page.Lines(blocks, v.columns()), "This is the way from the server. The call that fails may take another one.")
	if _, err := v.sess.Write([]byte(masked(strings.Join(lines, "\n")) + "\n")); err != nil || s == nil {
		return 0, err
	}
	told = slices.DeleteFunc(told, func(t flow.ProbeResult) bool {
		p := s.book.Probe(t.Probe)
		return p == nil || p.Measures != flow.AsksStatus || len(t.Shows()) == 0
	})
	if len(told) == 0 {
		_, err = fmt.Fprintln(v.sess, "Nothing of it was recorded.")
		return 0, err
	}
	talk := conversation.New(conversation.Ports{Now: v.desk.Now, Shared: s, By: v.who.Name}, conversation.Opened{Playbook: s.book.Playbook}, s.session)
	talk.Wait(v.ctx, talk.Do(conversation.Measured{Told: told}), nil)
	if err := talk.Close(saveMax); err != nil {
		return 0, err
	}
	_, err = fmt.Fprintf(v.sess, "What the status page reports was recorded in %s.\n", s.Name())
	return 0, err
}

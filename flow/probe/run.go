package probe

import (
	"cmp"
	"context"
	"crypto/tls"
	"fmt"
	"maps"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"why403/flow"
	"why403/flow/redact"
)

// Prober asks the API. It is safe for concurrent use.
type Prober struct {
	pb   *flow.Playbook
	read func([]byte) flow.Reading

	mu    sync.Mutex
	setup Setup // With what was learned from answers.
}

// New returns a prober for the playbook's probes. Read finds facts in a text, as content.Book's does.
func New(pb *flow.Playbook, read func([]byte) flow.Reading, s Setup) *Prober {
	s.inBody = objectOf(pb.Request, s.Body)
	return &Prober{pb: pb, read: read, setup: s}
}

// forPlaybook returns a prober for another playbook of the same service: it sends with what this one was given and has learned. It is nil
// if the other playbook is of another service, where the credentials do not belong, or trusted otherwise.
func (p *Prober) forPlaybook(pb *flow.Playbook, read func([]byte) flow.Reading, trust Trust) *Prober {
	s := p.snapshot()
	if trust == Untrusted || trust != s.Trust || !pb.Request.SameService(&p.pb.Request) {
		return nil
	}
	return New(pb, read, s)
}

// Address returns where requests go, or why none may.
func (p *Prober) Address() (string, error) {
	s := p.snapshot()
	to, err := s.to(p.pb)
	switch {
	case s.Trust == Untrusted:
		return "", errUntrusted
	case err != nil:
		return "", err
	}
	return to.String(), nil
}

func (p *Prober) snapshot() Setup {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.setup
}

// at returns the base URL as it is asked, or "".
func (s *Setup) at(pb *flow.Playbook) string {
	if u := s.base(pb); u != nil {
		return u.String()
	}
	return ""
}

// address returns the base URL as it was given.
func (s *Setup) address(pb *flow.Playbook) string { return cmp.Or(s.BaseURL, pb.Request.BaseURL) }

func noProbe(id string) error { return fmt.Errorf("there is no probe %q", id) }

// The names of the notes that come with what was told. The first two are those under which signs note the same.
const (
	noteMessage      = "message"
	noteWorkspace    = "workspace_id"
	noteOrganization = "organization_id"
	noteRequest      = "probe_request_id" // Not request_id, which is the failing call's own.
	noteAsked        = "asked_host"       // The host that a command asked on another machine.
	noteKey          = "key_last_four"
)

// Learn takes over from notes what later requests need: values for the playbook's own placeholders, the failing key's workspace and
// organization, and the stored object that the error names. Run calls it; a caller that hands back answers, or resumes a session, must.
func (p *Prober) Learn(notes ...flow.Note) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, n := range notes {
		if place := p.pb.Request.Place(n.Name); place != nil && place.Takes(n.Text) {
			said := maps.Clone(p.setup.said) // Whoever has a snapshot keeps what it had.
			if said == nil {
				said = make(map[string]string)
			}
			said[n.Name] = n.Text
			p.setup.said = said
		}
		switch n.Name {
		case noteMessage:
			p.setup.Named = ObjectIn(p.pb.Request, []byte(n.Text))
		case noteNowhere:
			p.setup.nowhere = n.Text
		}
		if !identifier(n.Text) {
			continue
		}
		switch n.Name {
		case noteWorkspace:
			p.setup.Workspace = n.Text
		case noteOrganization:
			p.setup.Organization = n.Text
		}
	}
}

// Run sends the probes, which the caller has consent for, all at once, and returns what each told, in the order of ids. A
// probe that needs what another one's answer names, and one that costs, waits for those it comes after; otherwise only the
// judgement waits. Each has its own deadline from when it is sent. Progress may be nil; it is called from one goroutine at a
// time, and not after Run has returned. When ctx ends, what has no answer yet could not tell.
func (p *Prober) Run(ctx context.Context, ids []string, facts []flow.Fact, progress func(flow.Progress)) []flow.ProbeResult {
	r := &run{p: p, ctx: ctx, facts: facts, progress: progress, jobs: make(map[string]*job, len(ids))}
	for _, id := range ids {
		if r.jobs[id] == nil {
			r.jobs[id] = &job{id: id, done: make(chan struct{})}
		}
	}
	// A probe waits for another only if that one stands before it in the playbook, so that no two wait for each other.
	for _, j := range r.jobs {
		if pr := p.pb.Probe(j.id); pr != nil {
			for _, id := range pr.After {
				if o := r.jobs[id]; o != nil && rank(p.pb, id) < rank(p.pb, j.id) {
					j.after = append(j.after, o)
				}
			}
			for id, o := range r.jobs {
				if a := p.pb.Probe(id); a != nil && anchor(a) && rank(p.pb, id) < rank(p.pb, j.id) {
					j.anchors = append(j.anchors, o)
				}
			}
		}
	}
	var all sync.WaitGroup
	for _, j := range r.jobs {
		all.Go(func() { r.one(j) })
	}
	all.Wait()
	out := make([]flow.ProbeResult, len(ids))
	for i, id := range ids {
		out[i] = r.jobs[id].told
	}
	return out
}

func rank(pb *flow.Playbook, id string) int {
	return slices.IndexFunc(pb.Probes, func(o flow.Probe) bool { return o.ID == id })
}

// run is one call of Run.
type run struct {
	p        *Prober
	ctx      context.Context
	facts    []flow.Fact
	jobs     map[string]*job
	mu       sync.Mutex // Held while progress is called.
	progress func(flow.Progress)
}

// job is one probe of a run. Told is set before done is closed, and not changed after.
type job struct {
	id      string
	after   []*job
	anchors []*job // They show whether a 404 tells anything.
	done    chan struct{}
	told    flow.ProbeResult

	stage flow.ProbeStage // Guarded by run.mu.
}

// report passes a stage on. Stages do not go back, but for a second attempt after a pause; nothing follows the last.
func (r *run) report(j *job, s flow.ProbeStage, told *flow.ProbeResult) {
	r.mu.Lock()
	defer r.mu.Unlock()
	again := j.stage == flow.Pausing && s != flow.Pausing
	if j.stage == flow.Done || s <= j.stage && s != flow.Queued && !again {
		return
	}
	j.stage = s
	if r.progress != nil {
		r.progress(flow.Progress{Probe: j.id, Stage: s, Told: told})
	}
}

func (r *run) one(j *job) {
	defer close(j.done)
	j.told = r.ask(j)
	told := j.told
	r.report(j, flow.Done, &told)
}

func (r *run) ask(j *job) flow.ProbeResult {
	pr := r.p.pb.Probe(j.id)
	if pr == nil {
		return untold(j.id, sentence("Not sent: "+noProbe(j.id).Error()))
	}
	s := r.p.snapshot()
	if len(j.after) > 0 && (!pr.Cost.Free() || len(s.lacks(r.p.pb, pr)) > 0) {
		r.report(j, flow.Queued, nil)
		if !r.wait(j.after) {
			return untold(j.id, "Stopped before it was sent.")
		}
		s = r.p.snapshot()
	}
	if lacks := s.lacks(r.p.pb, pr); len(lacks) > 0 {
		var list []string
		for _, n := range lacks {
			list = append(list, words(r.p.pb, n))
		}
		return untold(j.id, "Not sent, because this is missing: "+strings.Join(list, "; ")+".")
	}
	ctx, stop := context.WithTimeout(r.ctx, cmp.Or(pr.Deadline, defaultDeadline))
	defer stop()
	ways := s.ways(r.p.pb, pr)
	came := make([]exchanged, len(ways))
	var others sync.WaitGroup
	for i := range ways[1:] {
		others.Go(func() { came[i+1] = r.p.exchange(ctx, &s, pr, ways[i+1], func(flow.ProbeStage) {}) })
	}
	came[0] = r.p.exchange(ctx, &s, pr, ways[0], func(stage flow.ProbeStage) { r.report(j, stage, nil) })
	others.Wait()
	before := j.after
	if came[0].answer.Status == http.StatusNotFound {
		before = slices.Concat(before, j.anchors)
	}
	if !r.wait(before) && came[0].err == nil {
		came[0].err = context.Cause(r.ctx)
	}
	// What the others' answers named meanwhile counts for the comparison.
	learned := r.p.snapshot()
	s.Workspace, s.Organization, s.nowhere = learned.Workspace, learned.Organization, learned.nowhere
	var told []flow.ProbeResult
	for _, e := range came {
		told = append(told, r.p.tell(pr, e, r.known(j)))
	}
	j.told = r.p.compare(pr, ways, told, r.known(j))
	r.p.Learn(j.told.Notes...)
	return j.told
}

const defaultDeadline = 10 * time.Second // Of a probe that names none.

// wait waits for the jobs, and reports whether all of them came to an end before the run did.
func (r *run) wait(jobs []*job) bool {
	for _, o := range jobs {
		select {
		case <-o.done:
		case <-r.ctx.Done():
			return false
		}
	}
	return true
}

// known returns the facts with those that the probes before j asserted.
func (r *run) known(j *job) []flow.Fact {
	facts := slices.Clone(r.facts)
	for _, o := range slices.Concat(j.after, j.anchors) {
		select {
		case <-o.done:
			facts = append(facts, o.told.Facts...)
		default:
		}
	}
	return facts
}

// exchanged is what came of sending: an answer, or why there is none.
type exchanged struct {
	answer  flow.Response
	err     error
	stage   flow.ProbeStage // How far it got.
	retried bool
	proxied bool
	tunnel  string // The proxy, masked, that answered in the place of the host when it was asked for a tunnel.
	setup   *Setup
	to      *url.URL

	shown     *tls.ConnectionState // With the certificates, of a probe that looks at them.
	addresses []netip.Addr
}

// tell turns what came of an exchange into what it tells.
func (p *Prober) tell(pr *flow.Probe, e exchanged, facts []flow.Fact) flow.ProbeResult {
	var t flow.ProbeResult
	switch {
	case e.err != nil:
		t = untold(pr.ID, e.fault(p.pb, pr))
		t.Status, t.Timing, t.Broke = e.answer.Status, e.answer.Timing, e.broke(p.pb)
	case e.shown != nil || e.addresses != nil:
		t = untold(pr.ID, "")
		t.Timing = e.answer.Timing
		j := judgement{p: p, s: e.setup, pr: pr, r: &reply{}, t: &t, known: lastValues(facts), from: flow.Probed}
		j.measured(e.found(e.to.Hostname()), e.setup.counts(p.pb))
	default:
		t = p.judge(e.setup, pr, e.answer, facts, flow.Probed, e.setup.at(p.pb), e.setup.own(p.pb), e.tunnel)
	}
	t.Retried = e.retried
	return t
}

func untold(id, means string) flow.ProbeResult { return flow.ProbeResult{Probe: id, Means: means} }

// Judge tells what an answer to the probe shows. It is used for answers of one's own and for those that were handed back from
// elsewhere, and sends nothing; see Learn. The host, with its port if that is said, is the one that a command asked on another
// machine. It is noted, and when it is not the service's own nothing is said for which only that one's word is enough. An empty
// host, or what cannot be one, stands for the settings'.
func (p *Prober) Judge(host, id string, a flow.Response, facts []flow.Fact, from flow.Source) flow.ProbeResult {
	pr := p.pb.Probe(id)
	if pr == nil {
		return untold(id, sentence(noProbe(id).Error()))
	}
	s := p.snapshot()
	if !hostName(host) {
		return p.judge(&s, pr, a, facts, from, s.at(p.pb), s.own(p.pb), "")
	}
	if pr.Credential == flow.FailingKey || pr.Credential == "" {
		a = s.masks(a)
		s.Key = Credential{} // Which key was sent there is not known here.
	}
	host = strings.TrimSuffix(strings.ToLower(host), ":443")
	own := slices.Contains(p.pb.Request.Hosts, host)
	if pr.At != "" {
		return p.judge(&s, pr, a, facts, from, host, own, "")
	}
	t := p.judge(&s, pr, a, facts, from, host, own, "")
	t.Notes = append(t.Notes, flow.Note{Name: noteAsked, Text: host, From: from})
	if usual, err := url.Parse(p.pb.Request.BaseURL); err == nil && !own {
		t.Means += fmt.Sprintf(" It was %s that was asked there, not %s.", host, usual.Host)
	}
	return t
}

// hostName reports whether the text can be a host, with or without a port, and no secret.
func hostName(text string) bool {
	u, err := url.Parse("https://" + text)
	return err == nil && u.Host == text && u.Hostname() != "" && text == redact.Text(text) && !strings.ContainsFunc(text, func(r rune) bool { return r <= ' ' || r > '~' })
}

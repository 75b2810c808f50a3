package probe

import (
	"cmp"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"why403/flow"
	"why403/flow/redact"
)

// onTheWay is who answered if it was not the service itself, in words.
const onTheWay = "something on the way"

// judge judges an answer of the address, which is a base URL or a host; home says that it is the service's own host.
func (p *Prober) judge(s *Setup, pr *flow.Probe, a flow.Response, facts []flow.Fact, from flow.Source, at string, home bool, tunnel string) flow.ProbeResult {
	r := understand(p.pb.Request.Answers, s.masks(a), home && tunnel == "")
	if tunnel != "" {
		r.own, r.proven = false, false
	}
	t := flow.ProbeResult{Probe: pr.ID, Status: a.Status, Type: r.kind, RequestID: r.requestID, AnsweredBy: onTheWay, Timing: a.Timing}
	if r.own {
		t.AnsweredBy = p.pb.Request.Self()
	}
	if a.Status == 0 {
		t.AnsweredBy = ""
	}
	j := judgement{p: p, s: s, pr: pr, r: &r, t: &t, facts: facts, known: lastValues(facts), from: from, at: redact.Text(at), tunnel: tunnel}
	j.counts = home || pr.Measures == flow.AsksStatus || s.counts(p.pb) && at == s.at(p.pb)
	j.decide()
	t.Broke = j.broke()
	if j.retracts {
		t.Means, t.Tells = t.Means+retracts, true
	}
	return t
}

// own reports whether requests go to the service's own host.
func (s *Setup) own(pb *flow.Playbook) bool {
	base := s.base(pb)
	return base != nil && base.Scheme == "https" && slices.Contains(pb.Request.Hosts, flow.HostOf(base))
}

// judgement is one answer being judged.
type judgement struct {
	p      *Prober
	s      *Setup
	pr     *flow.Probe
	r      *reply
	t      *flow.ProbeResult
	facts  []flow.Fact
	known  values
	from   flow.Source
	at     string
	tunnel string
	counts bool // What is measured is said of the service.

	retracts bool   // What a 404 told before is withdrawn.
	found    string // What was measured, and its evidence.
	quote    string
}

// counts reports whether what is measured at the base URL's host is said of the service: at its own host, and on this machine,
// where one is played.
func (s *Setup) counts(pb *flow.Playbook) bool {
	base := s.base(pb)
	return base != nil && (s.own(pb) || flow.Loopback(base.Hostname()))
}

func (j *judgement) decide() {
	if j.pr.Measures != flow.AsksAPI {
		j.t.AnsweredBy = ""
		var f finding
		host := strings.TrimPrefix(strings.TrimPrefix(j.at, "https://"), "http://")
		switch j.pr.Measures {
		case flow.AsksTrace:
			f = j.s.trace(j.r.Response, host)
		case flow.AsksStatus:
			f = status(j.r.Response, j.p.pb.Request.Hosts[0])
		}
		if j.tunnel == "" && f.word != "" {
			j.measured(f, j.counts)
		} else {
			j.t.Means = j.strange()
		}
		return
	}
	if j.tunnel == "" && j.notFound() {
		return
	}
	if !j.r.own || untellable(j.r.Status) && !j.asksFor() {
		j.stranger()
		return
	}
	j.belongs()
	j.notes()
	for _, r := range j.pr.Replies {
		if !j.fits(r) {
			continue
		}
		j.t.Means, j.t.Tells = r.Means, r.Tells()
		j.say(r.Says)
		if r.Reads {
			j.reads(nil)
		}
		j.keyKind()
		return
	}
	j.t.Means = fmt.Sprintf("The API answered %s, which does not decide what was asked.", strings.TrimSpace(strconv.Itoa(j.r.Status)+" "+j.r.kind))
	j.keyKind()
}

// untellable reports whether an answer of the status tells nothing, whoever gave it.
func untellable(status int) bool {
	return status == http.StatusTooManyRequests || status >= 500 || status >= 300 && status < 400 || status < 200
}

// asksFor reports whether a reply names the answer's limit of the service.
func (j *judgement) asksFor() bool {
	return j.r.Status == http.StatusTooManyRequests &&
		slices.ContainsFunc(j.pr.Replies, func(r flow.Reply) bool { return slices.Contains(r.Status, "429") })
}

// fits reports whether the reply's conditions hold for an answer of the API. A reply that says no only fits an answer that is
// the API's beyond doubt.
func (j *judgement) fits(r flow.Reply) bool {
	if !j.fitsAnswer(r) {
		return false
	}
	if !j.r.proven && slices.ContainsFunc(r.Says, func(s flow.Said) bool { return s.Value == flow.No }) {
		return false
	}
	if len(r.KeyStatus) > 0 {
		status, _ := j.r.listedKey(j.s.Key.Secret.LastFour())
		if !slices.Contains(r.KeyStatus, status) {
			return false
		}
	}
	return compared(r.Organization, j.r.organization, j.s.Organization) && compared(r.Workspace, j.r.workspace, j.s.Workspace)
}

// fitsAnswer checks the conditions that need no proof of who answered.
func (j *judgement) fitsAnswer(r flow.Reply) bool {
	if len(r.Status) > 0 && !slices.ContainsFunc(r.Status, func(s string) bool { return inRange(j.r.Status, s) }) {
		return false
	}
	if len(r.Type) > 0 && !slices.Contains(r.Type, j.r.kind) {
		return false
	}
	for _, h := range r.Headers {
		if v := j.r.Header(h.Name); v == "" || !regexp.MustCompile("(?i)"+h.Like).MatchString(v) {
			return false
		}
	}
	for _, m := range r.Members {
		if v := said(memberOf(j.r.body, m.Name)); v == "" || !regexp.MustCompile("(?i)"+m.Like).MatchString(v) {
			return false
		}
	}
	for _, n := range r.Numbers {
		text := cmp.Or(strings.TrimSpace(j.r.Header(n.Name)), said(memberOf(j.r.body, n.Name)))
		if v, err := strconv.Atoi(text); err != nil || !inRange(v, n.Like) {
			return false
		}
	}
	if r.UsesBeta != flow.Unknown && r.UsesBeta != j.s.usesBeta(j.p.pb.Request) ||
		r.NamesObject != flow.Unknown && r.NamesObject != j.s.namesObject(j.p.pb.Request) {
		return false
	}
	if !flow.Holds(r.When, r.Unless, j.known.of) {
		return false
	}
	if r.Lists != "" {
		if listed, known := j.listed(r.Lists); !known || !listed {
			return false
		}
	}
	if r.Lacks != "" {
		if listed, known := j.listed(r.Lacks); !known || listed || j.r.partial {
			return false
		}
	}
	return true
}

// listed reports whether the text, filled in, is one of the strings of the answer's JSON, and whether that can be said.
func (j *judgement) listed(text string) (listed, known bool) {
	for _, m := range place().FindAllString(text, -1) {
		if _, ok := j.s.place(j.p.pb, m[1:len(m)-1]); !ok {
			return false, false
		}
	}
	if j.r.body == nil {
		return false, false
	}
	return lists(j.r.body, j.s.fill(j.p.pb, text, func(_, v string) string { return v })), true
}

// inRange reports whether the number is the one written, or within a range such as 500-599, or 1- without an end.
func inRange(n int, text string) bool {
	low, high, ranged := strings.Cut(text, "-")
	a, err := strconv.Atoi(strings.TrimSpace(low))
	if err != nil {
		return false
	}
	if !ranged {
		return n == a
	}
	if high = strings.TrimSpace(high); high == "" {
		return a <= n
	}
	b, err := strconv.Atoi(high)
	return err == nil && a <= n && n <= b
}

// compared reports whether the id that the answer names compares to the failing key's as wanted.
func compared(want, named, own string) bool {
	switch want {
	case "":
		return true
	case "unknown":
		return named == "" || own == ""
	case "same":
		return named != "" && named == own
	case "other":
		return named != "" && own != "" && named != own
	default:
		return false
	}
}

// belongs notes whose the failing key is, as the answer shows it.
func (j *judgement) belongs() {
	if j.pr.Credential == flow.FailingKey || j.pr.Credential == "" {
		j.note(noteOrganization, j.r.organization)
		j.note(noteWorkspace, j.r.workspace)
		return
	}
	if j.s.Workspace == "" && j.pr.Credential == flow.AdminKey && j.asksForKey() && !compared("other", j.r.organization, j.s.Organization) {
		_, workspace := j.r.listedKey(j.s.Key.Secret.LastFour())
		j.note(noteWorkspace, workspace)
	}
}

// asksForKey reports whether the probe looks the failing key up.
func (j *judgement) asksForKey() bool {
	return slices.ContainsFunc(j.pr.Replies, func(r flow.Reply) bool { return len(r.KeyStatus) > 0 })
}

func (j *judgement) notes() {
	j.note(noteRequest, j.r.requestID)
	if j.pr.Credential == flow.FailingKey || j.pr.Credential == "" {
		j.note(noteKey, j.s.Key.Secret.LastFour())
	}
}

func (j *judgement) note(name, text string) {
	if text != "" {
		j.t.Notes = append(j.t.Notes, flow.Note{Name: name, Text: text, From: j.from})
	}
}

// ruleProbe is what the rule of a fact begins with that a probe asserted.
const ruleProbe = "probe:"

func (j *judgement) assert(id string, v flow.Value) {
	quote := j.quote
	if quote == "" {
		quote = j.r.evidence(j.t.AnsweredBy)
	}
	for i := range j.t.Facts {
		if j.t.Facts[i].ID == id {
			return
		}
	}
	j.t.Facts = append(j.t.Facts, flow.Fact{
		ID: id, Value: v, From: j.from, Rule: ruleProbe + j.pr.ID, Quote: quote,
	})
}

func (j *judgement) say(says []flow.Said) {
	for _, s := range says {
		j.assert(s.Fact, s.Value)
	}
}

// reads asserts the facts that signs find in the answer, those aside that are known already. Only, if not nil, says which
// of them.
func (j *judgement) reads(only func(flow.Fact) bool) {
	if j.p.read == nil {
		return
	}
	to := ""
	if u := j.s.base(j.p.pb); j.tunnel != "" && u != nil {
		to = authority(u)
	}
	reading := j.p.read(j.r.text(to))
	if !j.r.own {
		for _, n := range reading.Notes {
			if n.Name == "answered_by" && n.Text != j.p.pb.Request.Self() {
				j.t.AnsweredBy = redact.Text(n.Text)
			}
		}
	}
	for _, f := range reading.Facts {
		if !settled(j.known[f.ID]) && f.Value != flow.Unknown && (only == nil || only(f)) {
			j.assert(f.ID, f.Value)
		}
	}
}

// keyKind asserts what the kind of the failing key tells, once the API has taken it.
func (j *judgement) keyKind() {
	taken := j.r.Status == http.StatusForbidden || j.r.Status >= 200 && j.r.Status < 300
	if !taken || j.pr.Credential != flow.FailingKey && j.pr.Credential != "" {
		return
	}
	k := j.p.pb.Request.KindOf(j.s.Key.Secret.text())
	if k == nil {
		return
	}
	for _, s := range k.Says {
		if !settled(j.known[s.Fact]) && (j.r.proven || s.Value != flow.No) {
			j.assert(s.Fact, s.Value)
		}
	}
}

// stranger judges what is not the API's answer, or one of its that tells nothing. A no is never said here.
func (j *judgement) stranger() {
	j.t.Means = j.strange()
	if j.r.own {
		j.notes()
		return
	}
	if j.r.Status == http.StatusForbidden && !encoded(j.r.Response) {
		j.foreign()
	}
	for _, r := range j.pr.Replies {
		if r.By != "any" || untellable(j.r.Status) || !j.fitsAnswer(r) || !compared(r.Organization, "", "") || !compared(r.Workspace, "", "") || len(r.KeyStatus) > 0 {
			continue
		}
		for _, s := range r.Says {
			if s.Value == flow.Yes {
				j.assert(s.Fact, s.Value)
			}
		}
		if r.Told {
			j.t.Means, j.t.Tells = r.Means, true
		}
		return
	}
}

// What any 403 shows: it names nothing. What one of the API's own shows that names nothing (AnswerShape.Bare) cannot be said of an
// answer that is not the API's, however much it looks like one.
const (
	wordless403  = "HTTP/1.1 403 Forbidden\nContent-Length: 0\n\n"
	emptyPage403 = "HTTP/1.1 403 Forbidden\nContent-Type: text/html\n\n<html><body></body></html>"
)

// foreign reads the signs in a 403 that is not the API's. It tells if that names something.
func (j *judgement) foreign() {
	if j.p.read == nil {
		return
	}
	any403 := lastValues(append(j.p.read([]byte(wordless403)).Facts, j.p.read([]byte(emptyPage403)).Facts...))
	own := make(values)
	if bare := j.p.pb.Request.Answers.Bare; bare != "" {
		own = lastValues(j.p.read([]byte(bare)).Facts)
	}
	j.reads(func(f flow.Fact) bool {
		return f.Value == flow.Yes && (own[f.ID] != flow.Yes || any403[f.ID] == flow.Yes)
	})
	j.t.Tells = slices.ContainsFunc(j.t.Facts, func(f flow.Fact) bool { return !settled(any403[f.ID]) })
}

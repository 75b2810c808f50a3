package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"why403/content"
	"why403/content/headless"
	"why403/flow"
	"why403/flow/build"
	"why403/flow/conversation"
	"why403/flow/evidence"
	"why403/flow/probe"
	"why403/flow/redact"
	"why403/flow/report"
)

// scope says which requests may be sent.
type scope string

const (
	none scope = ""
	free scope = "free"
	all  scope = "all"
)

const (
	most    = 64      // Diagnoses that are held; the one that was not used for longest goes first.
	maxText = 8 << 20 // Of one text, in bytes.
)

// diagnoses are those that a client can go on with, by their number.
type diagnoses struct {
	library *content.Library
	now     func() time.Time
	env     func(string) string
	may     scope

	mu    sync.Mutex
	last  int
	held  map[string]*diagnosis
	order []string // The one used last at the end.
}

// diagnosis is one session; a client may call twice at once.
type diagnosis struct {
	mu    sync.Mutex
	talk  *headless.Talk
	text  string       // As it was read, masked.
	read  flow.Reading // Of it.
	model string
}

// server offers the tools.
func (d *diagnoses) server() *mcp.Server {
	s := mcp.NewServer(&mcp.Implementation{Name: "why403", Version: build.Version()}, &mcp.ServerOptions{
		Instructions: "why403 finds out why the Claude API refused a call (HTTP 403, and the 401s and 404s that look like it). " +
			"Give diagnose the error as it was printed, whole. Where it answers with a question, ask the user; answer it only from what you have seen yourself. " +
			"Then fix says what to do. Report its verdict as it stands, and how sure it is; do not replace it by a guess of your own.",
	})
	look := &mcp.ToolAnnotations{ReadOnlyHint: true, IdempotentHint: true, OpenWorldHint: new(bool)}
	mcp.AddTool(s, &mcp.Tool{
		Name: "diagnose", Title: "Diagnose an error", Annotations: look, OutputSchema: standsSchema,
		Description: "Reads the text of a failed call and returns the verdict, or the question that comes next, and the id to go on with. Keys in the text are masked before it is read. Nothing is sent.",
	}, d.diagnose)
	mcp.AddTool(s, &mcp.Tool{
		Name: "answer", Title: "Answer its question", Annotations: look, OutputSchema: standsSchema,
		Description: "Answers questions of a diagnosis and returns where it stands then. unsure is an answer, and never counts as no.",
	}, d.answer)
	mcp.AddTool(s, &mcp.Tool{
		Name: "fix", Title: "The fix, written out", Annotations: look,
		Description: "Writes the diagnosis out in Markdown: what was found and why, what to do now, by whom, how to check that it worked, sources.",
	}, d.fix)
	mcp.AddTool(s, &mcp.Tool{
		Name: "probes", Title: "Requests that could tell", Annotations: look,
		Description: "Lists the requests that could tell more, with what each costs, what it decides and what it lacks. Nothing is sent.",
	}, d.probes)
	if d.may != none {
		yes := true
		mcp.AddTool(s, &mcp.Tool{
			Name: "send_probe", Title: "Send a request to the API", Annotations: &mcp.ToolAnnotations{OpenWorldHint: &yes, DestructiveHint: new(bool)}, OutputSchema: standsSchema,
			Description: "Sends one of the requests that probes lists, with the key of the environment that this server runs in, and counts what it tells. Ask the user first: it says which request goes where.",
		}, d.send)
	}
	return s
}

// given is what diagnose takes.
type given struct {
	Text     string   `json:"text" jsonschema:"the error as it was printed: body, headers, log lines around it"`
	More     []string `json:"more,omitempty" jsonschema:"further texts about the same call, such as what a check printed"`
	Which    int      `json:"which,omitempty" jsonschema:"where it is asked which of several errors the call printed, the number of that one, counted from 1"`
	Playbook string   `json:"playbook,omitempty" jsonschema:"the id of the playbook to read it with; the text chooses it otherwise"`
}

// answers is what answer takes.
type answers struct {
	ID      string   `json:"id" jsonschema:"the id that diagnose returned"`
	Answers []string `json:"answers" jsonschema:"each one QUESTION=yes, QUESTION=no, QUESTION=unsure or CHOICE=OPTION; fixed:VERDICT=no after a fix that did not help, =changed after one that led to another error"`
}

// asked is what probes takes, and send_probe.
type asked struct {
	ID    string `json:"id" jsonschema:"the id that diagnose returned"`
	Model string `json:"model,omitempty" jsonschema:"the model that the failing call names"`
}

type sending struct {
	asked
	Probe string `json:"probe" jsonschema:"the id of the request, as probes lists it"`
}

// stands is where a diagnosis stands, as flow/report publishes it, with its id.
type stands struct {
	ID        string           `json:"id"`
	Diagnosis report.Diagnosis `json:"diagnosis"`
	Told      string           `json:"told,omitempty"`
	Warnings  []string         `json:"warnings,omitempty"`
}

// standsSchema describes stands to the client, the diagnosis by its own schema.
var standsSchema = json.RawMessage(`{
	"type": "object",
	"required": ["id", "diagnosis"],
	"properties": {
		"id": {"type": "string", "description": "What answer, fix and probes take."},
		"told": {"type": "string", "description": "What the request that was sent told."},
		"warnings": {"type": "array", "items": {"type": "string"}},
		"diagnosis": ` + string(report.Schema()) + `
	}
}`)

func (d *diagnoses) diagnose(ctx context.Context, _ *mcp.CallToolRequest, in given) (*mcp.CallToolResult, *stands, error) {
	texts := [][]byte{[]byte(in.Text)}
	for _, text := range in.More {
		texts = append(texts, []byte(text))
	}
	text := evidence.Join(texts...)
	if len(text) > maxText {
		return nil, nil, fmt.Errorf("the text has %d bytes; %d at most are read: give the part around the error", len(text), maxText)
	}
	if strings.TrimSpace(in.Text) == "" {
		return nil, nil, fmt.Errorf("there is no text; give the error as it was printed")
	}
	library := *d.library
	if in.Playbook != "" {
		if !slices.Contains(content.Shipped(), in.Playbook) {
			return nil, nil, unknown("playbook", in.Playbook, content.Shipped())
		}
		library.Name = in.Playbook
	}
	book, err := library.Usual()
	if err != nil {
		return nil, nil, err
	}
	one := &diagnosis{talk: headless.Beginning{Library: &library, Book: book, Choose: library.Choose, Now: d.now}.Open()}
	read, _, err := one.talk.Read(ctx, conversation.Give{Text: text}, in.Which)
	if err != nil {
		return nil, nil, said(err)
	}
	warnings := read.Reading.Warnings
	one.text, one.read = read.Reading.Given(), read.Reading
	for one.talk.Next() {
	}
	if read.Reading.Summary == "" {
		warnings = append(warnings, "nothing in the text looks like an error; give the lines that the failing call printed")
	}
	out := one.stands(d.keep(one))
	out.Warnings = warnings
	return nil, out, nil
}

func (d *diagnoses) answer(_ context.Context, _ *mcp.CallToolRequest, in answers) (*mcp.CallToolResult, *stands, error) {
	one, err := d.of(in.ID)
	if err != nil {
		return nil, nil, err
	}
	defer one.mu.Unlock()
	if len(in.Answers) == 0 {
		return nil, nil, fmt.Errorf("there is no answer; write QUESTION=yes, no or unsure, or CHOICE=OPTION")
	}
	var facts []flow.Fact
	for _, a := range in.Answers { // None counts where one is wrong.
		f, err := one.talk.Book.ParseAnswer(a, one.talk.State().Session, flow.You)
		if err != nil {
			return nil, nil, said(err)
		}
		facts = append(facts, f...)
	}
	one.talk.Do(conversation.Given{Facts: facts})
	for one.talk.Next() {
	}
	return nil, one.stands(in.ID), nil
}

func (d *diagnoses) fix(_ context.Context, _ *mcp.CallToolRequest, in struct {
	ID string `json:"id" jsonschema:"the id that diagnose returned"`
},
) (*mcp.CallToolResult, any, error) {
	one, err := d.of(in.ID)
	if err != nil {
		return nil, nil, err
	}
	defer one.mu.Unlock()
	w, err := report.Write(one.talk.Book.Playbook, one.talk.State().Session, one.talk.Position(), report.FormatMarkdown, report.Options{Now: d.now(), Full: true, Given: one.text})
	if err != nil {
		return nil, nil, err
	}
	return &mcp.CallToolResult{Content: []mcp.Content{&mcp.TextContent{Text: w.Text}}}, nil, nil
}

// request is a request that could be sent.
type request struct {
	ID      string   `json:"id"`
	Title   string   `json:"title"`
	Cost    string   `json:"cost"`
	Sends   string   `json:"sends" jsonschema:"the method and the address; keys are masked"`
	Decides []string `json:"decides" jsonschema:"the ids of the facts that it can tell"`
	Missing []string `json:"missing" jsonschema:"what it lacks before it can be sent from here"`
	Command string   `json:"command" jsonschema:"how a person sends it, after a look at it"`
}

type requests struct {
	Probes []request `json:"probes" jsonschema:"those that can still change where a cause stands, in the order of the playbook"`
}

func (d *diagnoses) probes(_ context.Context, _ *mcp.CallToolRequest, in asked) (*mcp.CallToolResult, *requests, error) {
	one, err := d.of(in.ID)
	if err != nil {
		return nil, nil, err
	}
	defer one.mu.Unlock()
	prober, err := d.prober(one, in.Model)
	if err != nil {
		return nil, nil, err
	}
	out := &requests{Probes: []request{}}
	for _, card := range prober.Cards(one.talk.State().Session.Facts()) {
		if !card.Useful {
			continue
		}
		r := request{ID: card.Probe.ID, Title: card.Probe.Title, Cost: "free", Sends: card.Request.Method + " " + card.Request.URL, Decides: card.Decides, Missing: card.Missing, Command: "why403 probe " + card.Probe.ID}
		if !card.Probe.Cost.Free() {
			r.Cost = card.Probe.Cost.Money
		}
		r.Decides, r.Missing = append([]string{}, r.Decides...), append([]string{}, r.Missing...)
		out.Probes = append(out.Probes, r)
	}
	return nil, out, nil
}

func (d *diagnoses) send(ctx context.Context, _ *mcp.CallToolRequest, in sending) (*mcp.CallToolResult, *stands, error) {
	one, err := d.of(in.ID)
	if err != nil {
		return nil, nil, err
	}
	defer one.mu.Unlock()
	p := one.talk.Book.Probe(in.Probe)
	if p == nil {
		return nil, nil, unknown("request", in.Probe, one.talk.Book.ProbeIDs())
	}
	if d.may == free && !p.Cost.Free() {
		return nil, nil, fmt.Errorf("%s costs %s, and only free requests are allowed; --allow-probes all allows it", p.ID, p.Cost.Money)
	}
	prober, err := d.prober(one, in.Model)
	if err != nil {
		return nil, nil, err
	}
	for _, card := range prober.Cards(one.talk.State().Session.Facts()) {
		if card.Probe.ID == p.ID && len(card.Missing) > 0 {
			return nil, nil, fmt.Errorf("%s was not sent; it lacks: %s", p.ID, strings.Join(card.Missing, "; "))
		}
	}
	with := headless.Bare(one.talk.Book)
	with.Prober = prober
	one.talk.Equip(with)
	var told []string
	for _, t := range one.talk.Wait(ctx, one.talk.Do(conversation.Send{IDs: []string{p.ID}}), nil).Told {
		told = append(told, t.Means)
	}
	for one.talk.Next() {
	}
	out := one.stands(in.ID)
	out.Told = strings.Join(told, " ")
	return nil, out, nil
}

// prober returns what sends requests, set up from the environment.
func (d *diagnoses) prober(one *diagnosis, model string) (*probe.Bound, error) {
	book := one.talk.Book
	setup, _ := probe.FromEnvironment(d.env, book.Request, probe.Own)
	setup.Knowledge = content.Way()
	p := probe.New(book.Playbook, book.Read, setup)
	if model != "" {
		one.model = model
	}
	set := p.Settings()
	here := set.BaseURL
	if one.model != "" {
		set.Model = one.model
		if err := p.Set(set); err != nil {
			return nil, said(fmt.Errorf("the model: %w", err))
		}
	}
	return probe.Bind(p, func() *flow.Session { return one.talk.State().Session }, here), nil
}

// keep holds the diagnosis and returns its id.
func (d *diagnoses) keep(one *diagnosis) string {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.last++
	id := fmt.Sprintf("d%d", d.last)
	if d.held == nil {
		d.held = make(map[string]*diagnosis)
	}
	d.held[id], d.order = one, append(d.order, id)
	if len(d.order) > most {
		delete(d.held, d.order[0])
		d.order = d.order[1:]
	}
	return id
}

// of returns the diagnosis with the id, locked.
func (d *diagnoses) of(id string) (*diagnosis, error) {
	d.mu.Lock()
	one, ok := d.held[id]
	if ok {
		d.order = append(slices.DeleteFunc(d.order, func(have string) bool { return have == id }), id)
	}
	d.mu.Unlock()
	if !ok {
		return nil, said(fmt.Errorf("there is no diagnosis %q: it was never made, or %d newer ones took its place; call diagnose again", id, most))
	}
	one.mu.Lock() // Of one that waits for an answer from the network the others know nothing.
	return one, nil
}

func (d *diagnosis) stands(id string) *stands {
	return &stands{ID: id, Diagnosis: report.Diagnose(d.talk.Book.Playbook, d.talk.State().Session, d.talk.Position()).Of(d.read)}
}

// unknown is about a name that is none of those there are.
func unknown(kind, name string, names []string) error {
	return said(fmt.Errorf("there is no %s %q; there are: %s", kind, name, strings.Join(names, ", ")))
}

// said is an error about what a client gave, masked like all that leaves, with its hint in the same sentence: a client shows no
// second one.
func said(err error) error {
	words := err.Error()
	if hint := flow.HintOf(err); hint != "" {
		words += "; " + hint
	}
	return errors.New(redact.Text(words))
}

// Package scenario holds ways in which a call fails, as data: the organizations, keys and models that there are, the call, what is
// refused, and what the person on the spot has and knows.
package scenario

import (
	"time"

	"why403/flow"
)

// Scenario is one way in which a call fails, as package lab plays it: a few changes to a World, the call, and what the
// person who makes it has and knows.
type Scenario struct {
	ID      string
	Title   string // One line, as the person would tell it; it does not give the cause away.
	Verdict string // The cause: a verdict of the playbook.
	Also    []string
	Why     string // How it can be told, one sentence; for the end of a quiz.

	Call  Call  // Empty when Text is given.
	Fixed *Call // The call as it should be, where the call is what has to change.
	// Text is what the program prints where the failing call does not go to the API at all.
	Text string

	Have    Have
	Answers map[string]flow.Value // What a person on the spot answers truly, by question.

	Refuse map[RefusalRule]string // The refusals that hold beside those of every world, by the rule that decides when.
	Strip  []string               // Header names that something on the way here takes out.
	Passes int                    // After so many refused requests the refusals stop; 0 for never.
	Colo   string                 // The data center that requests from here reach, three capital letters.
	// Country is the one in which requests from here leave, two capital letters.
	Country  string
	Incident string // What the status page reports of the API; empty for nothing.
	// Machine is variables that are set where the failing program runs, besides what the call itself needs; a look there finds them.
	Machine   map[string]string
	Addresses []string // What the name server here answers for the API's host; empty for the truth.

	World *World
	Pos   flow.Pos
}

// OffAPI reports whether the failing call goes to something else than the API.
func (s *Scenario) OffAPI() bool { return s.Text != "" }

// Call is one request.
type Call struct {
	Method  string
	Path    string // With its query.
	Headers map[string]string
	Body    string
	Key     string // The name of one of the World's keys.
	Bearer  bool   // The key is sent as Authorization: Bearer.
}

// Have is what the person has at hand besides the failing call.
type Have struct {
	Model  string // The model that the failing call names; may be empty.
	Object string // The id of the stored object that the failing call names; may be empty.
	Betas  string // The beta values that the failing call sends, separated by commas.
	Admin  bool   // An Admin key of the organization.
	Other  string // The name of another key; empty for none.
	Route  bool   // Another network.
}

// RefusalRule says when a refusal holds.
type RefusalRule string

// The rules, in the order in which a request meets them.
const (
	RuleWay       RefusalRule = "way"       // From here: something on the way answers.
	RuleEdge      RefusalRule = "edge"      // From here: the edge answers, before the API.
	RuleKey       RefusalRule = "key"       // With the failing call's key: it is not accepted.
	RuleOrg       RefusalRule = "org"       // Any call of the organization.
	RuleIP        RefusalRule = "ip"        // From here, any call of the organization.
	RuleLogin     RefusalRule = "login"     // With a login token.
	RuleBrowser   RefusalRule = "browser"   // From a browser.
	RuleKind      RefusalRule = "kind"      // With an Admin key on anything but Admin endpoints; in every world.
	RuleEndpoint  RefusalRule = "endpoint"  // With the failing call's key, on its endpoint, stored objects included.
	RuleModel     RefusalRule = "model"     // The failing call's model, for the whole organization.
	RuleWorkspace RefusalRule = "workspace" // The failing call's model, for the workspace of its key.
	RuleAge       RefusalRule = "age"       // A model that was granted after the key was made.
	RuleBeta      RefusalRule = "beta"      // A part that only a beta header opens, without the header; in every world.
	RuleEnrolment RefusalRule = "enrolment" // The beta values that the failing call sends.
	RuleObject    RefusalRule = "object"    // A message that names an object of another workspace; in every world.
	RuleCredit    RefusalRule = "credit"    // Messages and batches.
	RuleRate      RefusalRule = "rate"      // Messages and batches.
	RuleFault     RefusalRule = "fault"     // Messages and batches.
	RuleRequest   RefusalRule = "request"   // The failing call as it is, with any key.
)

// Rules lists the rules in the order in which a request meets them.
func Rules() []RefusalRule {
	return []RefusalRule{
		RuleWay, RuleEdge, RuleKey, RuleOrg, RuleIP, RuleLogin, RuleBrowser, RuleKind, RuleEndpoint, RuleModel, RuleWorkspace,
		RuleAge, RuleBeta, RuleEnrolment, RuleObject, RuleCredit, RuleRate, RuleFault, RuleRequest,
	}
}

// World is what every scenario has in common. All of it is made up.
type World struct {
	Request       flow.CallShape // How the API's calls look.
	Organizations []Organization
	Workspaces    []Workspace
	Keys          []Key
	Models        []Model
	Betas         []KnownBeta
	Objects       []Object
	Refusals      []Refusal
	// Answers are what the service answers to what is not refused; the first that fits counts. Where there are any the service is what
	// they say, and the lab adds nothing.
	Answers []Served
}

// Served is what the service answers to a request.
type Served struct {
	Key          string // The name of the only key that it is the answer to; empty for all, and for none.
	Always       bool   // It is given whatever is refused, but for what the way and the key itself are refused for.
	Method, Path string // Path without its query; * stands for a part between slashes.
	Status       int
	Headers      map[string]string
	Body         string
}

// Organization is a customer.
type Organization struct{ ID, Name string }

// Workspace is a part of an organization.
type Workspace struct{ ID, Name, Organization string }

// Key is a credential. Its prefix says its kind.
type Key struct {
	Name, Key, ID string
	Organization  string // Where there is no workspace, as for Admin keys.
	Workspace     string // A workspace's id.
	Status        string // As the organization's list of keys says it; only active ones are accepted.
	Created       time.Time
}

// Model is a model of the service.
type Model struct {
	ID, Title, Lifecycle string
	Created, Deprecated  time.Time
	Retire               time.Time `key:"retires"`
	Granted              time.Time // When the organization got it.
	MaxInput, MaxOutput  int       // In tokens.
}

// KnownBeta is a value that the service knows in the header of beta features, with the endpoints that need it.
type KnownBeta struct {
	Value string
	Paths []string
}

// Object is something stored.
type Object struct{ ID, Name, Workspace string }

// Refusal is an answer. It is the API's own, in its envelope, unless it has a Body.
type Refusal struct {
	ID            string
	Status        int
	Type, Message string
	Code          string
	Inside        bool // The code stands directly inside error, not in its details.
	Headers       map[string]string
	Body          string // As it is, by something else than the API.
	Pos           flow.Pos
}

// Key returns the key with the name, or nil.
func (w *World) Key(name string) *Key {
	for i := range w.Keys {
		if w.Keys[i].Name == name {
			return &w.Keys[i]
		}
	}
	return nil
}

// Model returns the model with the id, or nil.
func (w *World) Model(id string) *Model {
	for i := range w.Models {
		if w.Models[i].ID == id {
			return &w.Models[i]
		}
	}
	return nil
}

// Workspace returns the workspace with the id, or nil.
func (w *World) Workspace(id string) *Workspace {
	for i := range w.Workspaces {
		if w.Workspaces[i].ID == id {
			return &w.Workspaces[i]
		}
	}
	return nil
}

// Refusal returns the refusal with the id, or nil.
func (w *World) Refusal(id string) *Refusal {
	for i := range w.Refusals {
		if w.Refusals[i].ID == id {
			return &w.Refusals[i]
		}
	}
	return nil
}

// Of returns the id of the organization that a key belongs to.
func (w *World) Of(k *Key) string {
	if ws := w.Workspace(k.Workspace); ws != nil {
		return ws.Organization
	}
	return k.Organization
}

// IDs returns the ids of the scenarios.
func IDs(scenarios []Scenario) []string {
	var ids []string
	for _, s := range scenarios {
		ids = append(ids, s.ID)
	}
	return ids
}

// Find returns the scenario with the id, or nil.
func Find(scenarios []Scenario, id string) *Scenario {
	for i := range scenarios {
		if scenarios[i].ID == id {
			return &scenarios[i]
		}
	}
	return nil
}

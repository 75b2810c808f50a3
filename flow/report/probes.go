package report

import (
	"time"

	"why403/flow"
)

// ToldProbe is what a probe told, in JSON.
type ToldProbe struct {
	Probe      string      `json:"probe"`
	Told       bool        `json:"told"`
	Means      string      `json:"means"`
	Facts      []flow.Fact `json:"facts"`
	Status     int         `json:"status,omitempty"`
	Type       string      `json:"type,omitempty"`
	RequestID  string      `json:"request_id,omitempty"`
	AnsweredBy string      `json:"answered_by,omitempty"`
	Retried    bool        `json:"retried,omitempty"`
	// The first layer that did not let it through, and what kind of thing that is.
	Layer flow.Layer `json:"layer,omitempty"`
	Class flow.Class `json:"class,omitempty"`
	Ways  []toldWay  `json:"ways,omitempty"` // By each route, the usual one first.
	// Milliseconds.
	DNS       float64 `json:"dns_ms,omitempty"`
	Connect   float64 `json:"connect_ms,omitempty"`
	TLS       float64 `json:"tls_ms,omitempty"`
	FirstByte float64 `json:"first_byte_ms,omitempty"`
	Total     float64 `json:"total_ms,omitempty"`
}

// toldWay is what came by one route.
type toldWay struct {
	Route  string     `json:"route"`
	Told   bool       `json:"told"`
	Means  string     `json:"means"`
	Status int        `json:"status,omitempty"`
	Layer  flow.Layer `json:"layer,omitempty"`
	Class  flow.Class `json:"class,omitempty"`
}

// ToldOf returns what is printed in JSON.
func ToldOf(t flow.ProbeResult) ToldProbe {
	ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
	var ways []toldWay
	for _, w := range t.Ways {
		ways = append(ways, toldWay{w.Route, w.Tells, w.Means, w.Status, w.Broke.Layer, w.Broke.Class})
	}
	return ToldProbe{
		Probe: t.Probe, Told: t.Tells, Means: t.Means, Facts: append([]flow.Fact{}, t.Shows()...), Status: t.Status, Type: t.Type,
		RequestID: t.RequestID, AnsweredBy: t.AnsweredBy, Retried: t.Retried,
		Layer: t.Broke.Layer, Class: t.Broke.Class, Ways: ways,
		DNS: ms(t.Timing.DNS), Connect: ms(t.Timing.Connect), TLS: ms(t.Timing.TLS), FirstByte: ms(t.Timing.FirstByte), Total: ms(t.Timing.Total),
	}
}

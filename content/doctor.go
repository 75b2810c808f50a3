package content

import (
	"slices"
	"sync"

	"why403/flow"
	"why403/flow/local"
)

// Doctor returns what a look at this machine needs. The kinds of key are those of the playbooks that ship.
func Doctor() *local.Doctor { return doctor() }

var doctor = sync.OnceValue(func() *local.Doctor {
	d := &local.Doctor{}
	unpack(packed("doctor"), &d.Knowledge)
	for _, id := range Shipped() {
		b, err := Ship(id)
		if err != nil {
			panic("content: " + err.Error()) // It is embedded.
		}
		for _, k := range b.Request.Keys {
			if !slices.ContainsFunc(d.Kinds, func(o flow.KeyKind) bool { return o.Prefix == k.Prefix }) {
				d.Kinds = append(d.Kinds, k)
			}
		}
		if id == DefaultID {
			d.Home = b.Request.Hosts[0]
		}
	}
	d.Party = sharedSet().Party
	return d
})

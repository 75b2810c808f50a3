package content

import (
	"sync"

	"why403/flow"
)

// Way returns what the way to a service is judged by.
func Way() flow.WayKnowledge { return way() }

var way = sync.OnceValue(func() flow.WayKnowledge {
	var k flow.WayKnowledge
	unpack(packed("way"), &k)
	return k
})

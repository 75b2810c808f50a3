// Command engine runs a config of Redpanda Connect with the parts of the engine that ../../connect/why403.yaml uses: the program
// itself is a hundred times larger, and runs the same configs.
package main

import (
	"context"

	"github.com/redpanda-data/benthos/v4/public/service"

	_ "github.com/redpanda-data/benthos/v4/public/components/io"
	_ "github.com/redpanda-data/benthos/v4/public/components/pure"
)

func main() { service.RunCLI(context.Background()) }

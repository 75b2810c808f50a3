package local

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"strings"
)

// stored returns settings that the system keeps as a property list, as JSON; ok is false for any other path.
func stored(ctx context.Context, path string) (data []byte, ok bool, err error) {
	if !strings.HasSuffix(path, ".plist") {
		return nil, false, nil
	}
	if _, err := os.Stat(path); err != nil {
		return nil, true, err
	}
	if data, err = exec.CommandContext(ctx, "/usr/bin/plutil", "-convert", "json", "-o", "-", path).Output(); err != nil {
		return nil, true, fmt.Errorf("%w: %w", fs.ErrInvalid, err)
	}
	return data, true, nil
}

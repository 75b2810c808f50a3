// Command sbom prints what a release is made of as SPDX 2.3 in JSON (https://spdx.github.io/spdx-spec/v2.3, checked
// 2026-11-23): sbom VERSION. Its moment is SOURCE_DATE_EPOCH, so that the same commit gives the same bytes.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "sbom:", err)
		os.Exit(1)
	}
}

// module is what go list says of one.
type module struct {
	Path, Version, Sum string
	Main               bool
}

type object = map[string]any

func run(args []string) error {
	if len(args) != 1 {
		return errors.New("want a version")
	}
	epoch, err := strconv.ParseInt(os.Getenv("SOURCE_DATE_EPOCH"), 10, 64)
	if err != nil {
		return fmt.Errorf("read SOURCE_DATE_EPOCH: %w", err)
	}
	modules, err := linked()
	if err != nil {
		return err
	}
	const self = "SPDXRef-why403"
	packages := []object{{
		"SPDXID": self, "name": "why403", "versionInfo": args[0], "downloadLocation": "NOASSERTION", "filesAnalyzed": false,
	}}
	relations := []object{{"spdxElementId": "SPDXRef-DOCUMENT", "relationshipType": "DESCRIBES", "relatedSpdxElement": self}}
	for _, m := range modules {
		id := "SPDXRef-" + regexp.MustCompile(`[^A-Za-z0-9.-]`).ReplaceAllString(m.Path, "-")
		packages = append(packages, object{
			"SPDXID": id, "name": m.Path, "versionInfo": m.Version, "filesAnalyzed": false,
			"downloadLocation": "https://proxy.golang.org/" + m.Path + "/@v/" + m.Version + ".zip",
			"externalRefs": []object{{
				"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl", "referenceLocator": "pkg:golang/" + m.Path + "@" + m.Version,
			}},
			"comment": "go.sum: " + m.Sum,
		})
		relations = append(relations, object{"spdxElementId": self, "relationshipType": "DEPENDS_ON", "relatedSpdxElement": id})
	}
	e := json.NewEncoder(os.Stdout)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(object{
		"spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0", "SPDXID": "SPDXRef-DOCUMENT", "name": "why403 " + args[0],
		"documentNamespace": "https://why403.invalid/spdx/" + args[0],
		"creationInfo":      object{"created": time.Unix(epoch, 0).UTC().Format(time.RFC3339), "creators": []string{"Tool: why403-sbom"}},
		"packages":          packages, "relationships": relations,
	})
}

// linked lists the modules that the programs are built of on any of the systems they are released for, and the one that the container
// image has its certificate authorities from, in the order of their paths.
func linked() ([]module, error) {
	found := make(map[string]module)
	programs := []string{"./cmd/why403", "./cmd/why403-mcp"}
	for _, of := range []struct {
		system, folder string
		packages       []string
	}{
		{"linux", ".", programs},
		{"darwin", ".", programs},
		{"windows", ".", programs},
		{"linux", ".ci/image", []string{"golang.org/x/crypto/x509roots/fallback/bundle"}},
	} {
		cmd := exec.Command("go", append([]string{"list", "-deps", "-json=Module"}, of.packages...)...)
		cmd.Dir = of.folder
		cmd.Env = append(os.Environ(), "GOOS="+of.system, "GOARCH=amd64")
		cmd.Stderr = os.Stderr
		out, err := cmd.Output()
		if err != nil {
			return nil, fmt.Errorf("list what is linked on %s: %w", of.system, err)
		}
		for d := json.NewDecoder(bytes.NewReader(out)); ; {
			var p struct{ Module *module }
			if err := d.Decode(&p); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				return nil, fmt.Errorf("read what is linked on %s: %w", of.system, err)
			}
			if p.Module != nil && !p.Module.Main {
				found[p.Module.Path] = *p.Module
			}
		}
	}
	var all []module
	for _, m := range found {
		all = append(all, m)
	}
	slices.SortFunc(all, func(a, b module) int { return strings.Compare(a.Path, b.Path) })
	return all, nil
}

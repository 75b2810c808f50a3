package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"why403/content"
	"why403/flow"
)

func (c *console) playbookSchema() *cobra.Command {
	return &cobra.Command{
		Use:   "schema [FILE]",
		Short: "Print the JSON Schema of a playbook's files",
		Long: `Prints the JSON Schema (2020-12) of one kind of a playbook's files (` + strings.Join(content.SchemaFiles(), ", ") + `): of the
playbook itself unless another is named. An editor completes and checks a file whose first line is "# yaml-language-server: $schema=FILE".`,
		Args:      cobra.MaximumNArgs(1),
		ValidArgs: content.SchemaFiles(),
		RunE: func(_ *cobra.Command, args []string) error {
			file := content.SchemaFiles()[0]
			if len(args) > 0 {
				file = args[0]
			}
			text, err := content.Schema(file)
			if err != nil {
				return usagef(flow.Suggest(file, content.SchemaFiles()), "%w", err)
			}
			if _, err := c.out.Write(text); err != nil {
				return fmt.Errorf("write the schema: %w", err)
			}
			return nil
		},
	}
}

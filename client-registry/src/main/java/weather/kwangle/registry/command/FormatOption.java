package weather.kwangle.registry.command;

import picocli.CommandLine.Option;

/** For whom a command prints. */
final class FormatOption {
    @Option(names = "--format", paramLabel = "FORMAT", description = "text (default) or json.")
    private Format format = Format.text;

    Format format() {
        return format;
    }
}

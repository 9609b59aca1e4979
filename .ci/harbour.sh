# The project that editors are tried on: `harbour FOLDER` lays it out. To be sourced.

harbour() {
    mkdir -p "$1/sources"
    cat >"$1/ibid.toml" <<'END'
drafts = ["*.md"]

[sources]
paths = ["sources"]
END
    cat >"$1/sources/harbour.txt" <<'END'
Notes from the harbour

Ada Lund, the harbour master, spoke on the quay at noon.

“The ferry will not sail before the ice has gone from the sound,” she said. “Nobody takes the tickets back.”
END
    cat >"$1/winter.md" <<'END'
# The ferry in winter

The harbour master, Ada Lund, said that “the ferry will not sail before the snow has gone from the sound” [@harbour].
END
}

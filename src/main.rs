//! Parses the command line, runs the command, exits with its status.

fn main() {}

// The guide in its dark theme.
import { looksRight } from "./seen.ts";

looksRight("dark");

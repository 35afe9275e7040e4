// The guide in its light theme.
import { looksRight } from "./seen.ts";

looksRight("light");

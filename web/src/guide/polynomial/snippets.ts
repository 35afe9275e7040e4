// Python for the figures of the chapter on overfitting.
import { python } from "../code.ts";
import { PYTHON_NORMALS } from "../random.ts";
import { NEW } from "./truth.ts";

export const HEAD = `import json, math\nimport numpy as np\nimport shrinkage as sh\n\n${PYTHON_NORMALS}\n`;

/** The points of one draw, and those moved by hand. */
export function points(count: number, noise: number, seed: number, byHand: readonly (readonly [number, number])[]): string {
  const moves = byHand.map(([i, height]) => `y[${i}] = ${python(height)}  # moved by hand\n`).join("");
  return `${HEAD}
def truth(x):
    return np.sin(3 * x)

x = np.linspace(-1, 1, ${count})
y = truth(x) + ${python(noise)} * normals(${seed}, ${count})
${moves}`;
}

/** What is printed of a fitted `model`: errors on the points and on new ones, and its weights per standard deviation. */
export function scored(noise: number): string {
  return `model.fit(x[:, None] ** powers, y)
weights = model.coef_ * (x[:, None] ** powers).std(axis=0)

def rms(values):
    return float(np.sqrt(np.mean(values ** 2)))

new = np.linspace(-1, 1, ${NEW})
missed = rms(model.predict(new[:, None] ** powers) - truth(new))
print(json.dumps({
    "train_rmse": rms(model.predict(x[:, None] ** powers) - y),
    "test_rmse": math.hypot(missed, ${python(noise)}),
    "log10_largest_weight": math.log10(abs(weights).max()) if weights.any() else None,
    "nonzero": int((weights != 0).sum()),
}))`;
}

// Acts that must not run into one another.

/** `act`, but while one call of it is under way others do nothing, and give `false`. */
export function alone<Given extends unknown[]>(act: (...given: Given) => Promise<boolean>): (...given: Given) => Promise<boolean> {
  let busy = false;
  return async (...given) => {
    if (busy) return false;
    busy = true;
    try {
      return await act(...given);
    } finally {
      busy = false;
    }
  };
}

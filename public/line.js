// Fetches what a page asks it for, beside the page: a browser keeps replies from a page for as long as a finger lies on it,
// and from nothing else. It says [0] once it is there, and answers [number, url] with [number, status, text]; a cut line
// has the status 0.

onmessage = async ({ data: [number, url] }) => {
  try {
    const response = await fetch(url);
    postMessage([number, response.status, await response.text()]);
  } catch {
    postMessage([number, 0, ""]);
  }
};

postMessage([0]);

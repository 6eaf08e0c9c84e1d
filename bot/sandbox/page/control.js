// The page's two lines to the engine: requests one way, a WebSocket of events the other.

/** What a control address answers; throws an Error bearing the engine's own sentence. */
export async function ask(path, body) {
  const request = body === undefined ? {} : { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  const response = await fetch(`/control/${path}`, request);
  const text = await response.text();
  let answer = {};
  try {
    answer = text ? JSON.parse(text) : {};
  } catch {
    answer = { error: text.slice(0, 200) };
  }
  if (!response.ok) throw new Error(answer.error || `${response.status} ${response.statusText}`);
  return answer;
}

/** The address of a file the bot sent. */
export function fileAddress(fileId) {
  return `/control/file/${encodeURIComponent(fileId)}`;
}

/**
 * Keeps a WebSocket open for good. `opened` runs at each (re)connection, so that what was missed can be read again;
 * `lost` runs when the line drops; the wait between two tries grows from half a second to five seconds.
 */
export function listen({ opened, received, lost }) {
  let wait = 500;
  const connect = () => {
    const socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/control/events`);
    socket.addEventListener("open", () => {
      wait = 500;
      opened();
    });
    socket.addEventListener("message", (message) => {
      let event = null;
      try {
        event = JSON.parse(message.data);
      } catch {
        return;
      }
      received(event);
    });
    socket.addEventListener("close", () => {
      lost();
      setTimeout(connect, wait);
      wait = Math.min(wait * 2, 5000);
    });
  };
  connect();
}

/** The least that a Worker can do with a message: what any protocol pays for crossing to a Worker and back. */
self.onmessage = ({ data }) => postMessage(data);

// Stands in for Python: answers each step at once, or throws when told to.
addEventListener('message', ({ data }) => {
  if (data === 'throw') throw new Error('toy worker is broken');
  if (data === 'complain') console.error('toy worker complains');
  postMessage(data);
});

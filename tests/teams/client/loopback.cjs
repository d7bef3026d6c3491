// node --require loopback.cjs: what would listen everywhere listens on 127.0.0.1, and only this machine is called.
const net = require('node:net');

const HERE = ['127.0.0.1', '::1', 'localhost'];
const { listen } = net.Server.prototype;
const { connect } = net.Socket.prototype;

net.Server.prototype.listen = function (given, ...rest) {
  const port = typeof given === 'object' ? given.port : given;
  return listen.call(this, { port: Number(port), host: '127.0.0.1' }, rest.find((one) => typeof one === 'function'));
};

net.Socket.prototype.connect = function (...given) {
  const { host = 'localhost' } = [given].flat(2)[0];
  if (HERE.includes(host)) return connect.apply(this, given);
  setImmediate(() => this.destroy(new Error(`${host} is not this machine`)));
  return this;
};

// Starts the server.
import { runServer } from '@plainmcp/kit/run';
import { filesystem } from './server.ts';

await runServer(filesystem);
